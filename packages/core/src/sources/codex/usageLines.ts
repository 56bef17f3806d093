import { objectOf, textOf } from '../recordFields.ts';
import { type CodexUsage, codexUsage } from './tokenUsage.ts';

const OUT_OF_RANGE = 'token count out of range';

/** What a `token_count` states: the counter of the thread, and the usage of the last response. */
export interface TokenCount {
  total: CodexUsage | undefined;
  last: CodexUsage | undefined;
  model: string;
}

/** What a `token_count` states, or why it cannot be used; `undefined` for one without usage. */
export function tokenCountOf(payload: Record<string, unknown>): TokenCount | string | undefined {
  const info = objectOf(payload['info']);
  if (!info) return undefined;
  const [totalValue, lastValue] = [objectOf(info['total_token_usage']), objectOf(info['last_token_usage'])];
  const [total, last] = [totalValue && codexUsage(totalValue), lastValue && codexUsage(lastValue)];
  if ((totalValue && !total) || (lastValue && !last)) return OUT_OF_RANGE;
  return { total, last, model: textOf(info['model']) };
}

/** What a `token_usage_record` states: a response of a thread, and the counter of that thread after it. */
export interface UsageLine {
  id: string;
  thread: string;
  usage: CodexUsage;
  total: CodexUsage | undefined;
}

/** What a `token_usage_record` states, or why it cannot be used. */
export function usageLineOf(payload: Record<string, unknown>): UsageLine | string {
  const [usageValue, totalValue] = [objectOf(payload['usage']), objectOf(payload['thread_token_usage'])];
  const [usage, total] = [usageValue && codexUsage(usageValue), totalValue && codexUsage(totalValue)];
  if (!usage || (totalValue && !total)) return OUT_OF_RANGE;
  return { id: textOf(payload['response_id']), thread: textOf(payload['thread_id']), usage, total };
}
