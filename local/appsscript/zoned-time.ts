/** Moments, and what clocks in a time zone show at them. */

/** The parts of a moment as a clock in this time zone (IANA name) shows them; `month` from 1. */
export interface ZonedTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export function zonedTime(ms: number, timeZone: string): ZonedTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  };
}

/** Which side of the gap a time belongs to that the clocks skip, as midnight is in some time zones once a year. */
export type GapSide = 'before' | 'after';

/** The moment at which a clock in this time zone shows these parts, in milliseconds since 1970. */
export function momentOf(time: ZonedTime, timeZone: string, gapSide: GapSide = 'after'): number {
  const wanted = asUtc(time);
  let guess = wanted;
  // Two rounds settle every offset.
  for (let round = 0; round < 2; round++) guess += wanted - asUtc(zonedTime(guess, timeZone));
  if (asUtc(zonedTime(guess, timeZone)) === wanted) return guess;
  const dayMs = 86_400_000;
  const other = wanted + (gapSide === 'after' ? -dayMs : dayMs);
  return wanted - (asUtc(zonedTime(other, timeZone)) - other);
}

function asUtc({ year, month, day, hour, minute, second }: ZonedTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
