/**
 * Whether a version is `first` or later, by its numbers.
 *
 * @example
 * isVersionFrom('2.1.128', '2.1.91') // => true
 */
export function isVersionFrom(version: string, first: string): boolean {
  const [a, b] = [version, first].map((text) => text.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0));
  return (a ?? 0) >= (b ?? 0);
}
