/** The time of Keap's servers, which is that of New York. */

const format = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** What clocks in New York show, as `2026-11-23T07:00:00`. */
export function easternTime(atMs: number): string {
  return format.format(atMs).replace(' ', 'T');
}

/** The instant at which clocks in New York show this, in milliseconds since 1970; NaN for what is not a time. */
export function easternInstant(text: string): number {
  const asUtcMs = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtcMs)) return Number.NaN;
  const guessMs = asUtcMs + 5 * 3_600_000;
  const shownMs = Date.parse(`${easternTime(guessMs)}Z`);
  return guessMs + (asUtcMs - shownMs);
}
