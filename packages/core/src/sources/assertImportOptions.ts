import { UsageError } from '../errors.ts';
import { assertNames } from '../model/assertNames.ts';
import { assertSources, assertStore } from '../model/assertParts.ts';
import type { ImportOptions } from './importUsage.ts';

/**
 * Asserts that options of an import have all it needs, and no name that nobody reads.
 *
 * @param of the function that takes them
 * @param more names that it takes beside those of every import
 * @throws UsageError `invalid_argument`
 */
export function assertImportOptions(of: string, options: ImportOptions, more: readonly string[] = []): void {
  assertNames(of, options, ['store', 'sources', 'price', 'onProgress', 'full', 'signal', ...more]);
  assertStore(of, options.store);
  assertSources(of, options.sources);
  if (typeof options.price === 'function') return;
  throw new UsageError('invalid_argument', `${of}({ price }) takes a function: (request) => costOf(request, book)`);
}
