import { UsageError } from '../errors.ts';
import type { ResetScope } from '../model/ResetScope.ts';
import { assertSource } from './assertBatch.ts';

const isText = (value: unknown): boolean => typeof value === 'string';

/**
 * Asserts that a reset says what it is about.
 *
 * @throws UsageError `invalid_argument`: nothing is reset then
 * @example
 * assertScope({ workspace: 'crm' }) // => undefined
 */
export function assertScope(scope: ResetScope): void {
  if (scope === 'all') return;
  if (typeof scope === 'object' && scope !== null) {
    const { source, run, workspace }: { source?: unknown; run?: unknown; workspace?: unknown } = scope;
    const names = Object.keys(scope).toSorted().join();
    if (names === 'workspace' && isText(workspace)) return;
    if (names === 'run,source' && isText(source) && isText(run)) return assertSource(source as string);
  }
  throw new UsageError('invalid_argument', "a reset is about { source, run }, { workspace } or 'all'");
}
