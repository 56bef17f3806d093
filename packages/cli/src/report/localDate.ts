/**
 * The local day of an instant in a zone, `YYYY-MM-DD`.
 *
 * @example
 * localDate(Date.UTC(2026, 2, 8, 20), 'Asia/Kolkata') // => '2026-03-09'
 */
export function localDate(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return `${part['year']?.padStart(4, '0')}-${part['month']}-${part['day']}`;
}
