/** A moment as somebody says it at `nowMs`: `today at 14:05`, `tomorrow at 00:00`, `on 25 November at 06:00`. */
export function whenText(ms: number, nowMs: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long' });
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const dayMs = 24 * 60 * 60 * 1000;
  const time = clock.format(ms).replace(/^24/, '00');
  if (day.format(ms) === day.format(nowMs)) return `today at ${time}`;
  if (day.format(ms) === day.format(nowMs + dayMs)) return `tomorrow at ${time}`;
  return `on ${day.format(ms)} at ${time}`;
}

/** A moment for whoever reads it on any later day: `on 23 December 2026 at 09:14`. */
export function dayAndTimeText(ms: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  return `on ${day.format(ms)} at ${time.format(ms).replace(/^24/, '00')}`;
}
