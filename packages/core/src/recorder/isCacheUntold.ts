import { fieldsOf } from './eventFields.ts';
import { isNoObjectError } from './isNoObjectError.ts';
import { leavesOutCached } from './leavesOutCached.ts';

type Fields = Record<string, unknown>;

/**
 * Whether an event is an error of no object that does not say what was read from the cache, or written to it, which the metadata of steps has: with version 4 always, because its usage has
 * neither, and with version 5 where the provider counts what was written beside its input and the body of the response is missing (Bedrock's package, `streamObject`).
 *
 * @param provider as the SDK names it; `''` = not stated
 * @param model the response's
 * @param named the provider as the host names it; `''` = not stated
 * @example
 * isCacheUntold({ name: 'AI_NoObjectGeneratedError', usage: { promptTokens: 10 } }, '', '', '') // => true
 */
export function isCacheUntold(event: Fields, provider: string, model: string, named: string): boolean {
  const usage = fieldsOf(event['usage']);
  const { body } = fieldsOf(event['response']);
  if (!isNoObjectError(event) || (body ?? undefined) !== undefined || 'inputTokenDetails' in usage) return false;
  return 'promptTokens' in usage || leavesOutCached({}, provider, model, {}, named);
}
