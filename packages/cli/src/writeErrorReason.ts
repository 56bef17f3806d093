const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a file is in the way',
  ENOENT: 'its folder does not exist',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

/**
 * Why the system did not let a file or folder be written, in words without its path.
 *
 * @example
 * writeErrorReason(Object.assign(new Error('x'), { code: 'ENOSPC' })) // => 'the disk is full'
 */
export function writeErrorReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return REASONS['code' in error ? String(error.code) : ''] ?? error.message;
}
