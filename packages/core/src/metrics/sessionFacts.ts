import type { SessionRecord } from '../model/SessionRecord.ts';
import { makesSession } from '../model/usageGrain.ts';
import { type Joined, type Ledger, ledgerKey } from './Ledger.ts';

/** A session with the sums of its own requests, turns and tool calls, over its whole life. */
export interface SessionFacts {
  session: Joined<SessionRecord>;
  reset: boolean;
  startedMs: number;
  lastMs: number;
  engagedMs: number;
  requests: bigint;
  turns: bigint;
  toolCalls: bigint;
  input: bigint;
  cacheRead: bigint;
  cacheWrite5m: bigint;
  cacheWrite1h: bigint;
  output: bigint;
  reasoning: bigint;
  costPico: bigint;
  /** Whether a cost of its requests is known, however many requests a record stands for. */
  priced: boolean;
  unpricedRequests: bigint;
  unpricedTokens: bigint;
  /** Pico-USD per model; its keys are the session's model set. */
  costByModel: Map<string, bigint>;
}

const emptyFacts = (session: Joined<SessionRecord>, reset: boolean): SessionFacts => ({
  session,
  reset,
  startedMs: Infinity,
  lastMs: session.lastAtMs,
  engagedMs: 0,
  requests: 0n,
  turns: 0n,
  toolCalls: 0n,
  input: 0n,
  cacheRead: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  output: 0n,
  reasoning: 0n,
  costPico: 0n,
  priced: false,
  unpricedRequests: 0n,
  unpricedTokens: 0n,
  costByModel: new Map(),
});

/** Whether a session was reset, itself or with its run. */
export function isReset({ reset }: Ledger, { source, id, run = '' }: Joined<SessionRecord>): boolean {
  return reset.sessions.has(ledgerKey(source, id)) || (run !== '' && reset.runs.has(ledgerKey(source, run)));
}

/** A session as its source described it; one that was never described has no project, and its end is not known. */
export function describedSession(ledger: Ledger, source: string, id: string): Joined<SessionRecord> {
  return ledger.sessions.get(ledgerKey(source, id)) ?? undescribed(source, id);
}

const undescribed = (source: string, id: string): Joined<SessionRecord> => ({
  id,
  source,
  parent: '',
  project: '',
  lastAtMs: 0,
  status: 'incomplete',
  statusAtMs: 0,
  statusPosition: 0,
  claim: 0,
  order: 0n,
  attribution: '',
});

/**
 * Facts of every session that has at least one request of its own, by ledger key. A session starts at the earliest and ends at the latest of its own
 * records; records that a fork copied belong to the session they were copied from. A session without a request is none; usage per time bucket and calls
 * without a session make none.
 */
export function sessionFacts(ledger: Ledger): Map<string, SessionFacts> {
  const all = new Map<string, SessionFacts>();
  const factsOf = (source: string, id: string): SessionFacts => {
    const key = ledgerKey(source, id);
    let facts = all.get(key);
    if (!facts) {
      const session = describedSession(ledger, source, id);
      facts = emptyFacts(session, isReset(ledger, session));
      all.set(key, facts);
    }
    return facts;
  };
  const seen = (facts: SessionFacts, fromMs: number, toMs: number): void => {
    facts.startedMs = Math.min(facts.startedMs, fromMs);
    facts.lastMs = Math.max(facts.lastMs, toMs);
  };
  for (const r of ledger.requests.values()) {
    if (!makesSession(r.grain)) continue;
    const facts = factsOf(r.source, r.session);
    const count = BigInt(r.requestCount);
    seen(facts, r.atMs, r.atMs);
    facts.requests += count;
    facts.input += BigInt(r.inputTokens);
    facts.cacheRead += BigInt(r.cacheReadTokens);
    facts.cacheWrite5m += BigInt(r.cacheWrite5mTokens);
    facts.cacheWrite1h += BigInt(r.cacheWrite1hTokens);
    facts.output += BigInt(r.outputTokens);
    facts.reasoning += BigInt(r.reasoningTokens);
    let pico = 0n;
    if (r.cost.nanoUsd === null) {
      facts.unpricedRequests += count;
      // Each by itself: together they may be more than a number holds.
      facts.unpricedTokens += BigInt(r.inputTokens) + BigInt(r.cacheReadTokens) + BigInt(r.outputTokens);
      facts.unpricedTokens += BigInt(r.cacheWrite5mTokens) + BigInt(r.cacheWrite1hTokens);
    } else {
      pico = BigInt(r.cost.nanoUsd) * 1000n + BigInt(r.cost.picoRest);
      facts.priced = true;
      facts.costPico += pico;
    }
    const { model } = r.cost.priceKey;
    facts.costByModel.set(model, (facts.costByModel.get(model) ?? 0n) + pico);
  }
  for (const t of ledger.turns.values()) {
    const facts = factsOf(t.source, t.session);
    seen(facts, t.atMs, t.atMs);
    facts.turns += BigInt(t.promptCount);
    facts.engagedMs += t.engagedMs;
  }
  for (const t of ledger.toolCalls.values()) {
    const facts = factsOf(t.source, t.session);
    seen(facts, t.atMs, t.atMs + t.durationMs);
    facts.toolCalls += BigInt(t.callCount);
  }
  for (const [key, facts] of all) if (facts.requests === 0n) all.delete(key);
  return all;
}
