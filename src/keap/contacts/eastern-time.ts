/** The time of Keap's servers, which is New York's: XML-RPC gives it without a zone, and REST v2 as an instant. */

/** Built when a date with a zone is first read: most executions meet none. */
let format: Intl.DateTimeFormat | undefined;

/** What clocks in New York show at this moment (in milliseconds since 1970), as `2026-01-31T14:30:00`. */
export function easternTime(atMs: number): string {
  format ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/New_York',
    hour12: false,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  // Some engines write midnight as 24.
  const hour = of('hour') === '24' ? '00' : of('hour');
  const year = of('year').padStart(4, '0');
  return `${year}-${of('month')}-${of('day')}T${hour}:${of('minute')}:${of('second')}`;
}

/** The moment at which clocks in New York show this, in milliseconds since 1970; `text` as `easternTime` gives it. */
export function easternInstant(text: string): number {
  const asUtcMs = Date.parse(`${text}Z`);
  const guessMs = asUtcMs + 5 * 60 * 60 * 1000;
  return guessMs + (asUtcMs - Date.parse(`${easternTime(guessMs)}Z`));
}
