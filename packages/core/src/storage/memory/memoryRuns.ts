import { type Ledger, ledgerKey } from '../../metrics/Ledger.ts';
import { runSummary, type RunSums } from '../../metrics/runSummary.ts';
import type { SessionFacts } from '../../metrics/sessionFacts.ts';
import { hash63 } from '../../model/hash63.ts';
import type { RunPage } from '../../model/RunSummary.ts';
import { assertPage } from '../../metrics/assertPage.ts';
import type { StoredRunQuery } from '../UsageStore.ts';

const sumsOf = (f: SessionFacts): RunSums => ({
  status: f.session.status,
  sessions: 1,
  requests: Number(f.requests),
  input: f.input,
  output: f.output,
  cacheRead: f.cacheRead,
  cacheWrite: f.cacheWrite5m + f.cacheWrite1h,
  costPico: f.priced ? f.costPico : null,
  unpricedRequests: Number(f.unpricedRequests),
});

/** One page of a ledger's runs. */
export function memoryRuns(ledger: Ledger, facts: Iterable<SessionFacts>, query: StoredRunQuery): RunPage {
  assertPage(query);
  const sums = new Map<string, RunSums[]>();
  for (const f of facts) {
    const { source, run = '' } = f.session;
    if (run === '' || (f.reset && !query.includeReset)) continue;
    const key = ledgerKey(source, run);
    const list = sums.get(key) ?? [];
    sums.set(key, list);
    list.push(sumsOf(f));
  }
  const found = [...ledger.runs]
    .filter(([key]) => query.includeReset || !ledger.reset.runs.has(key))
    .map(([key, run]) => ({ key, run, hash: hash63(key) }))
    .toSorted((a, b) => b.run.startedMs - a.run.startedMs || (a.hash < b.hash ? 1 : -1));
  const page = found.slice(query.offset, query.offset + query.limit);
  return {
    runs: page.map(({ key, run }) => runSummary(run, ledger.reset.runs.get(key) ?? null, sums.get(key) ?? [])),
    total: found.length,
  };
}
