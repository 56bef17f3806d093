import { UsageError } from '../errors.ts';
import { assertNames } from '../model/assertNames.ts';

/**
 * Asserts that options say where transcripts are: what nobody reads would leave the default places, and one text in place of a list is that many roots of one letter, among them `/`.
 *
 * @param of the function that takes them
 * @throws UsageError `invalid_argument`
 */
export function assertTranscriptOptions(of: string, options: { paths?: readonly string[] }): void {
  assertNames(of, options, ['paths', 'env']);
  const paths: unknown = options.paths;
  if (paths === undefined) return;
  if (Array.isArray(paths) && paths.every((path) => typeof path === 'string' && path !== '')) return;
  throw new UsageError('invalid_argument', `${of}({ paths }) is a list of folders and files, as ['/srv/transcripts']`);
}
