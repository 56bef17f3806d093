import { type Joined, type Ledger, ledgerKey } from '../../metrics/Ledger.ts';
import { addRepriced, repricedModels } from '../../metrics/repricedModels.ts';
import type { RepricedModel, Repricing, RepricingRun, RepricingUndo } from '../../model/Repricing.ts';
import type { PricedRequest, RequestCost } from '../../model/RequestCost.ts';
import type { RequestRecord } from '../../model/RequestRecord.ts';
import { SLOT_MS } from '../../model/timeSlot.ts';
import { assertLimit } from '../assertLimit.ts';
import { assertRepricing } from '../assertRepricing.ts';
import { isAsPriced, isSameCost, pricedContent, repricedCost } from '../repricedCost.ts';
import type { UsageStore } from '../UsageStore.ts';

/** What a run says of one request. */
interface Logged {
  content: bigint;
  before: RequestCost;
  after: RequestCost;
}

interface Run extends RepricingRun {
  log: Map<string, Logged>;
}

/** How many requests records are of. */
export const requestsOf = (requests: readonly Pick<RequestRecord, 'requestCount'>[]): number =>
  requests.reduce((sum, r) => sum + r.requestCount, 0);

/**
 * Repricings of a ledger in memory, whole at once.
 *
 * @param state the ledger, before which instant it is sealed, and whether anything was ever written
 * @param onChange is told that amounts have changed
 */
export function memoryRepricing(
  state: { ledger: Ledger; sealedBeforeMs(): number; isWritten(): boolean },
  onChange: () => void,
): Pick<UsageStore, 'reprice' | 'undoReprice' | 'repricings'> {
  const { requests, sessions } = state.ledger;
  const runs: Run[] = [];

  const reprice: UsageStore['reprice'] = async (price, options): Promise<Repricing> => {
    assertRepricing(options);
    const { model, sinceMs, unpricedOnly = false, dryRun = false, bookId, nowMs } = options;
    const isSealed = ([, r]: [string, Joined<PricedRequest>]): boolean => r.atMs < state.sealedBeforeMs();
    const fromMs = sinceMs ?? 0;
    // Sealed time is kept by the quarter of an hour.
    const sealedFromMs = Math.floor(fromMs / SLOT_MS) * SLOT_MS;
    const inScope = [...requests].filter(
      (of) =>
        (model === undefined || of[1].cost.priceKey.model === model) &&
        of[1].atMs >= (isSealed(of) ? sealedFromMs : fromMs) &&
        (!unpricedOnly || of[1].cost.nanoUsd === null),
    );
    const models = new Map<string, RepricedModel>();
    const log: Run['log'] = new Map();
    let changed = 0;
    for (const [key, { cost, ...record }] of inScope.filter((of) => !isSealed(of))) {
      const session = sessions.get(ledgerKey(record.source, record.session));
      const priced = repricedCost({ record, cost }, price, session?.dimensions);
      addRepriced(models, [priced.counted]);
      if (priced.cost === cost) continue;
      log.set(key, { content: pricedContent(record), before: cost, after: priced.cost });
      changed += record.requestCount;
    }
    const scope = {
      ...(model !== undefined && { model }),
      ...(sinceMs !== undefined && sinceMs > 0 && { sinceMs }),
      ...(unpricedOnly && { unpricedOnly }),
    };
    const isFill = unpricedOnly && model === undefined && sinceMs === undefined;
    const isKept = !dryRun && (log.size > 0 || (isFill && state.isWritten()));
    const run = runs.length + 1;
    if (isKept) {
      runs.push({ run, startedMs: nowMs, bookId, scope, stage: 'done', changed, log });
      for (const [key, { after }] of log) {
        const request = requests.get(key);
        if (request) requests.set(key, { ...request, cost: after });
      }
      onChange();
    }
    const sealedRequests = requestsOf(inScope.filter(isSealed).map(([, r]) => r));
    const result = { dryRun, stopped: false, models: repricedModels(models), sealedRequests };
    return { run: isKept && log.size > 0 ? run : null, ...result };
  };

  const undoReprice: UsageStore['undoReprice'] = async ({ limit } = {}): Promise<RepricingUndo | null> => {
    assertLimit(limit);
    const latest = runs.findLast(({ stage, log }) => stage !== 'undone' && log.size > 0);
    if (!latest) return null;
    const undo: RepricingUndo = { run: latest.run, restored: 0, kept: 0, sealed: 0, stopped: false };
    for (const [key, { content, before, after }] of latest.log) {
      const request = requests.get(key);
      if (!request || request.atMs < state.sealedBeforeMs()) undo.sealed += 1;
      else if (!isAsPriced(request, content) || !isSameCost(request.cost, after)) undo.kept += request.requestCount;
      else {
        undo.restored += request.requestCount;
        requests.set(key, { ...request, cost: before });
      }
    }
    latest.stage = 'undone';
    latest.log = new Map();
    onChange();
    return undo;
  };

  return {
    reprice,
    undoReprice,
    repricings: async () =>
      runs.toReversed().map((of) => {
        const { log: _, ...run } = of;
        return run;
      }),
  };
}
