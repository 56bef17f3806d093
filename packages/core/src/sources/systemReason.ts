const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'a directory, not a file',
  ELOOP: 'too many symbolic links',
  ENOENT: 'missing file',
  ENOTDIR: 'not a directory',
};

/**
 * Why the system refused a file, in words without the path.
 *
 * @example
 * systemReason(Object.assign(new Error('x'), { code: 'ENOENT' })) // => 'missing file'
 */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (code === '' ? error.message : `cannot be read (${code})`);
}
