/**
 * A folder as it is named everywhere: without separators at its end, which agents write or leave out. The root of a drive or of everything keeps its own.
 *
 * @example
 * ['/home/a/app/', 'C:\\app\\', '/', 'C:\\'].map(folderPath) // => ['/home/a/app', 'C:\\app', '/', 'C:\\']
 */
export function folderPath(path: string): string {
  let end = path.length;
  while (end > 1 && /[\\/]/.test(path[end - 1] ?? '') && !/[:\\/]/.test(path[end - 2] ?? '')) end -= 1;
  return path.slice(0, end);
}
