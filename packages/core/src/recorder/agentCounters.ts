import { UsageError } from '../errors.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { objectOf, textOf } from '../model/unknownFields.ts';
import { nanoOfUsd } from '../pricing/nanoOfUsd.ts';
import type { AgentCosts } from './agentCosts.ts';
import type { RecordedUsage } from './RecordedUsage.ts';
import { roundedMs } from './roundedMs.ts';
import { type UsageCounts, usageCounts } from './usageCounts.ts';
import { wholeCount } from './wholeCount.ts';

type Fields = Record<string, unknown>;

/** What one model used, as one request record is to say it. */
export interface CountedModel extends Pick<RequestRecord, 'model' | 'provider' | 'atMs' | 'quality'> {
  /** Its place among the records of the same counters; equal in every process that goes on with them. */
  place: readonly (string | number)[];
  counts: UsageCounts;
  /** A cost was recorded before a part of it became a guess. */
  isMixed?: boolean;
  /** What was counted here is part of what other places have now: it counts nothing any more. */
  isReplaced?: boolean;
}

/** The counters of one id of the SDK's. */
export interface AgentCounters {
  /**
   * What a result says was used.
   *
   * @param atMs when the turn of the result began
   * @param identity the result's own
   * @param model the main loop's, for results that do not state usage by model
   */
  taken(result: Fields, atMs: number, identity: string, model: string): CountedModel[];
  /** Time of all model calls, ms; `undefined` when no result said it. */
  apiMs(): number | undefined;
}

interface Epoch {
  number: number;
  startedMs: number;
  /** Counts of the last result, by model. */
  models: Map<string, UsageCounts>;
  apiMs: number | undefined;
}

const writes = (counts: UsageCounts): number => counts.cacheWrite5mTokens + counts.cacheWrite1hTokens;

/** Counters of one process only ever grow; the parts of them that some versions leave out are no counters. */
function isFallen(before: UsageCounts, after: UsageCounts): boolean {
  const { recordedNanoUsd: cost = 0 } = before;
  return (
    after.inputTokens < before.inputTokens ||
    after.outputTokens < before.outputTokens ||
    after.cacheReadTokens < before.cacheReadTokens ||
    writes(after) < writes(before) ||
    after.webSearchRequests < before.webSearchRequests ||
    (after.recordedNanoUsd ?? cost) < cost
  );
}

const isUsed = (counts: UsageCounts): boolean => Object.values(counts).some((count) => count > 0);

/** Cache writes: what is not stated to live an hour lives five minutes, as the SDK prices it. */
const cacheWrites = (written: number, minutes: number, hour: number): RecordedUsage => ({
  cacheWriteTokens: Math.max(written, minutes + hour),
  cacheWrite1hTokens: hour,
});

const counter =
  (of: Fields | undefined) =>
  (name: string): number =>
    wholeCount(name, of?.[name]) ?? 0;

/**
 * One model's entry of `modelUsage`. A cost that is the SDK's guess for a model without a price is none.
 *
 * @throws UsageError `invalid_argument` for a count or an amount that is none
 */
function modelCounts(entry: Fields): UsageCounts {
  const count = counter(entry);
  const outputTokens = count('outputTokens');
  return usageCounts({
    inputTokens: count('inputTokens'),
    outputTokens,
    reasoningTokens: Math.min(count('thinkingTokens'), outputTokens),
    cacheReadTokens: count('cacheReadInputTokens'),
    ...cacheWrites(
      count('cacheCreationInputTokens'),
      count('cacheCreationEphemeral5mInputTokens'),
      count('cacheCreationEphemeral1hInputTokens'),
    ),
    webSearchRequests: count('webSearchRequests'),
    totalCostUsd: entry['costBasis'] === 'unknown' ? null : (entry['costUSD'] as number),
  });
}

/** A result's `usage`: the main loop's alone, of the one turn. */
function mainLoopCounts(usage: Fields): UsageCounts {
  const count = counter(usage);
  const split = counter(objectOf(usage['cache_creation']));
  const outputTokens = count('output_tokens');
  const thinking = counter(objectOf(usage['output_tokens_details']))('thinking_tokens');
  return usageCounts({
    inputTokens: count('input_tokens'),
    outputTokens,
    reasoningTokens: Math.min(thinking, outputTokens),
    cacheReadTokens: count('cache_read_input_tokens'),
    ...cacheWrites(
      count('cache_creation_input_tokens'),
      split('ephemeral_5m_input_tokens'),
      split('ephemeral_1h_input_tokens'),
    ),
    webSearchRequests: counter(objectOf(usage['server_tool_use']))('web_search_requests'),
  });
}

/** Who serves a model: as the SDK names it, else whose model it is. */
function providerOf(model: string, stated: string): string {
  if (stated === 'firstParty') return 'anthropic';
  return stated || (model.includes('claude') ? 'anthropic' : '');
}

/**
 * Reads the counters of results that follow one another. `modelUsage`, `total_cost_usd` and `duration_api_ms` are running totals of the process, so that each result replaces the one
 * before it; a total that falls, or a model that is gone, says that counting began anew, and what follows is counted beside what was. A result of zeros says nothing: the SDK writes
 * such when it breaks down. Sources: `sdk.d.ts`, and for `duration_api_ms`, which it does not explain, the agent of 0.1.50, which keeps it with the cost and resets both together.
 *
 * @param of.startedMs when the first message came
 * @param of.report is told of entries that are left out
 */
export function agentCounters({
  startedMs,
  report,
  costs,
}: {
  startedMs: number;
  report: (error: unknown) => void;
  costs: AgentCosts;
}): AgentCounters {
  let epoch: Epoch = { number: 0, startedMs, models: new Map(), apiMs: undefined };
  let earlierApiMs: number | undefined;
  let totalNano = 0n;
  let turns: CountedModel[] = [];

  const begin = (atMs: number): void => {
    if (epoch.apiMs !== undefined) earlierApiMs = (earlierApiMs ?? 0) + epoch.apiMs;
    epoch = { number: epoch.number + 1, startedMs: atMs, models: new Map(), apiMs: undefined };
  };
  const byModel = (stated: Fields, atMs: number): CountedModel[] => {
    const now = new Map<string, UsageCounts>();
    const broken = new Set<string>();
    for (const [model, entry] of Object.entries(stated)) {
      try {
        const fields = objectOf(entry);
        if (!fields) throw new UsageError('invalid_argument', `modelUsage of '${model}' is no object`);
        now.set(model, modelCounts(fields));
      } catch (error) {
        broken.add(model);
        report(error);
      }
    }
    const inUse = [...now].filter(([, counts]) => isUsed(counts));
    if (inUse.length === 0) return [];
    const hasFallen = [...epoch.models].some(([model, before]) => {
      const after = now.get(model);
      return after ? isFallen(before, after) : isUsed(before) && !broken.has(model);
    });
    if (hasFallen) begin(atMs);
    for (const [model, counts] of now) epoch.models.set(model, counts);
    return inUse.map(([model, counts]) => {
      const entry = objectOf(stated[model]);
      const place = [epoch.number, model];
      return {
        place,
        model,
        provider: providerOf(model, textOf(entry?.['provider'])),
        atMs: epoch.startedMs,
        quality: 'final',
        ...costs.taken(place, textOf(entry?.['costBasis']), counts),
      };
    });
  };
  const byTurn = (result: Fields, usage: Fields, place: readonly string[], atMs: number, model: string) => {
    try {
      const counts = mainLoopCounts(usage);
      const total = result['total_cost_usd'];
      if (total !== undefined && total !== null) {
        const nano = nanoOfUsd(total as number);
        counts.recordedNanoUsd = Number(nano < totalNano ? nano : nano - totalNano);
        totalNano = nano;
      }
      const provider = providerOf(model, '');
      const counted: CountedModel = { place, model, provider, atMs, quality: 'partial', counts };
      return isUsed(counts) ? [counted] : [];
    } catch (error) {
      report(error);
      return [];
    }
  };
  /** Turns that were counted by themselves are part of the totals that come later, unless these are less: then counting began anew. */
  const replacedBy = (totals: readonly CountedModel[]): CountedModel[] => {
    const [first] = totals;
    if (!first) return [];
    const costs = totals.map(({ counts }) => counts.recordedNanoUsd);
    const nano = costs.reduce<bigint>((sum, cost) => sum + BigInt(cost ?? 0), 0n);
    // Each amount is rounded to the nano-dollar.
    const isLess = !costs.includes(undefined) && nano + BigInt(costs.length) < totalNano;
    // Under the name of a model that the totals have: the other may not be among them.
    const { model, provider } = first;
    const counts = usageCounts({});
    const replaced = isLess ? [] : turns.map((turn) => ({ ...turn, model, provider, counts, isReplaced: true }));
    turns = [];
    return replaced;
  };
  return {
    taken: (result, atMs, identity, model) => {
      const byEach = objectOf(result['modelUsage']);
      // One without a model states nothing.
      const stated = byEach && Object.keys(byEach).length > 0 ? byEach : undefined;
      const usage = objectOf(result['usage']);
      let counted: CountedModel[] = [];
      if (stated) {
        const totals = byModel(stated, atMs);
        counted = [...totals, ...replacedBy(totals)];
      } else if (usage && epoch.models.size === 0) {
        counted = byTurn(result, usage, ['turn', identity], atMs, model);
        turns.push(...counted);
      }
      const apiMs = roundedMs(result['duration_api_ms']);
      if (apiMs !== undefined) epoch.apiMs = Math.max(epoch.apiMs ?? 0, apiMs);
      return counted;
    },
    apiMs: () =>
      epoch.apiMs === undefined && earlierApiMs === undefined ? undefined : (epoch.apiMs ?? 0) + (earlierApiMs ?? 0),
  };
}
