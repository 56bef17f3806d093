import type { ResetScope } from '../model/ResetScope.ts';
import { type Ledger, ledgerKey } from './Ledger.ts';
import { sessionFacts } from './sessionFacts.ts';

/**
 * Stamps the sessions of a scope, and its runs, as reset, in place. Nothing is taken out of the ledger. Returns how many sessions were not reset before.
 *
 * @param marker kept with the runs, but for those that were reset before
 * @example
 * resetLedger({ requests: new Map(), toolCalls: new Map(), turns: new Map(), sessions: new Map(), runs: new Map(), reset: { sessions: new Set(), runs: new Map() } }, 'all', 'new year') // => 0
 */
export function resetLedger(ledger: Ledger, scope: ResetScope, marker: string): number {
  const runs = new Set<string>();
  for (const [key, run] of ledger.runs) {
    const isIn =
      scope === 'all' ||
      ('run' in scope ? run.source === scope.source && run.id === scope.run : run.workspace === scope.workspace);
    if (isIn) runs.add(key);
  }
  let count = 0;
  for (const [key, { session, reset }] of sessionFacts(ledger)) {
    const { source, run = '' } = session;
    // A run may be known by its sessions alone.
    const isNamed = scope !== 'all' && 'run' in scope && run === scope.run && source === scope.source;
    const isIn = scope === 'all' || (run !== '' && (isNamed || runs.has(ledgerKey(source, run))));
    if (!isIn) continue;
    ledger.reset.sessions.add(key);
    if (!reset) count += 1;
  }
  for (const run of runs) if (!ledger.reset.runs.has(run)) ledger.reset.runs.set(run, marker);
  return count;
}
