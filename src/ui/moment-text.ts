/** For instance `23 November 2026, 14:05`; `ms` since 1970, `timeZone` an IANA name. */
export function momentText(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(ms)
    .replace(' at ', ', ');
}
