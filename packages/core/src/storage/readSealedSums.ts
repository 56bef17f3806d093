import { UsageError } from '../errors.ts';
import { BEYOND_REBUILD } from './lostEntry.ts';
import type { SessionSums } from './sessionSums.ts';

function count(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new TypeError('no count');
}

function sum(value: unknown): bigint {
  if (typeof value === 'string' && /^-?\d+n$/.test(value)) return BigInt(value.slice(0, -1));
  throw new TypeError('no sum');
}

function list(value: unknown, length?: number): unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw new TypeError('no list');
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('no text');
}

/**
 * The sums of a session's sealed rows.
 *
 * @param sealed what `sealedText` made of them
 * @param tokens how many counts of tokens there are
 * @throws UsageError `store_unavailable` when it was made from none
 */
export function readSealedSums(sealed: string, tokens: number): SessionSums {
  try {
    const of = JSON.parse(sealed) as Record<keyof SessionSums, unknown>;
    return {
      startedMs: of.startedMs === null ? Infinity : count(of.startedMs),
      lastMs: count(of.lastMs),
      requests: count(of.requests),
      turns: count(of.turns),
      calls: count(of.calls),
      engagedMs: count(of.engagedMs),
      tokens: list(of.tokens, tokens).map(sum),
      costPico: sum(of.costPico),
      priced: of.priced === true,
      unpricedRequests: count(of.unpricedRequests),
      unpricedTokens: sum(of.unpricedTokens),
      costByModel: new Map(
        list(of.costByModel).map((entry) => {
          const [model, cost] = list(entry, 2);
          return [text(model), sum(cost)];
        }),
      ),
    };
  } catch (cause) {
    throw new UsageError(
      'store_unavailable',
      `the column sealed of the table uk_session is damaged, '${sealed.slice(0, 40)}': ${BEYOND_REBUILD}`,
      { cause },
    );
  }
}
