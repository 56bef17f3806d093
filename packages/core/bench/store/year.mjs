// A synthetic year: seeded, so that equal settings make equal records.
import { zoneSegments } from '../../src/metrics/zoneSegments.ts';
import { CLAIM_RANK, claimKey } from '../../src/model/claimKey.ts';
import { around, random, weighted, zipf } from './random.mjs';

/** Zone of the reports. */
export const ZONE = 'Europe/Berlin';
/** The present of all runs: a Friday afternoon, in the middle of a slot. */
export const NOW_MS = Date.UTC(2026, 10, 20, 15, 23, 42, 137);
export const SOURCE = 'bench';
const DAYS = 365;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const names = (prefix, n) => Array.from({ length: n }, (_, i) => `${prefix}-${String(i + 1).padStart(3, '0')}`);
export const USERS = names('user', 200);
export const PROJECTS = names('project', 80);
export const TABLES = names('table', 500);
export const PHASES = ['plan', 'schema', 'convert', 'verify', 'review'];
export const TOOLS = names('tool', 25);
export const MODELS = names('model', 12);
export const KINDS = ['main', 'subagent'];
export const STATUSES = ['completed', 'failed', 'blocked', 'interrupted', 'incomplete', 'running'];
export const OUTCOMES = ['ok', 'error', 'timeout', 'denied-by-user', 'denied-by-rule', 'cancelled', 'pending'];
export const APPROVALS = ['unknown', 'auto-approved', 'approved', 'denied'];
export const PROVIDERS = ['alpha', 'beta', 'gamma'];

/** The last model has no price. Pico-USD per token: input; output is five times that, a cache read a tenth. */
const INPUT_PICO = [3e6, 1e6, 15e6, 250_000, 1_250_000, 800_000, 2_500_000, 150_000, 75_000, 10e6, 333_333];

/** Price of a request by the first rules of the trade, so that the price book is not what is measured. */
export function price(r) {
  const place = MODELS.indexOf(r.model);
  const timeBand = 0;
  const promptBand = place < 3 && r.inputTokens + r.cacheReadTokens > 120_000 ? 1 : 0;
  const { provider, model, serviceTier, speed, residency } = r;
  const priceKey = { provider, model, serviceTier, speed, residency, promptBand, timeBand };
  const rate = INPUT_PICO[place];
  if (rate === undefined) return { nanoUsd: null, picoRest: 0, basis: 'unpriced', priceKey, bookId: 'bench' };
  const units =
    20 * r.inputTokens +
    2 * r.cacheReadTokens +
    25 * r.cacheWrite5mTokens +
    40 * r.cacheWrite1hTokens +
    100 * r.outputTokens;
  const pico = Math.floor((units * rate) / 20) * (1 + promptBand);
  return { nanoUsd: Math.floor(pico / 1000), picoRest: pico % 1000, basis: 'list-price', priceKey, bookId: 'bench' };
}

// Two peaks around lunch, a tail in the evening; the weekend has an eighth of a working day.
const HOUR_WEIGHTS = [1, 1, 1, 1, 1, 2, 6, 18, 45, 80, 95, 90, 60, 75, 95, 90, 75, 50, 30, 20, 16, 12, 7, 3];
const WEEKDAY_WEIGHTS = [1, 1.1, 1.15, 1.1, 0.9, 0.12, 0.14];

/** Starts of all sessions, ascending. */
function starts(count, seed) {
  const next = random(seed, -1);
  const firstDay = Math.floor(NOW_MS / DAY_MS) - DAYS + 1;
  const days = Array.from({ length: DAYS }, (_, i) => {
    const segment = zoneSegments({ startMs: (firstDay + i) * DAY_MS, endMs: (firstDay + i) * DAY_MS + 1 }, ZONE)[0];
    const offsetMs = segment.offsetSlots * 15 * MINUTE_MS;
    // Twice as many sessions at the end of the year as at its beginning.
    return {
      startMs: (firstDay + i) * DAY_MS - offsetMs,
      weight: WEEKDAY_WEIGHTS[(firstDay + i + 3) % 7] * (1 + i / DAYS),
    };
  });
  const [day, hour] = [weighted(days.map((d) => d.weight)), weighted(HOUR_WEIGHTS)];
  const times = new Float64Array(count);
  for (let i = 0; i < count;) {
    const at = days[day(next)].startMs + Math.floor((hour(next) + next()) * 60 * MINUTE_MS);
    if (at < NOW_MS - MINUTE_MS) times[i++] = at;
  }
  return times.toSorted();
}

const pickUser = weighted(zipf(USERS.length, 0.6));
const pickOf = [1, 2, 3, 4, 5, 6, 7].map((n) => weighted(zipf(n)));
const pickPhase = weighted([2, 3, 6, 4, 1]);
const pickModel = weighted([30, 18, 9, 8, 7, 6, 6, 5, 4, 3, 2, 2]);
const pickTool = weighted(zipf(TOOLS.length));
const pickStatus = weighted([85, 3, 2, 6, 4]);
const pickOutcome = weighted([930, 40, 5, 10, 5, 5, 5]);
const pickApproval = weighted([80, 10, 8, 2]);

/** Three to six projects of a user; a table belongs to one project. */
const projectsOf = USERS.map((_, user) => {
  const next = random(7, user);
  return Array.from({ length: 3 + Math.floor(next() * 4) }, () => Math.floor(next() * PROJECTS.length));
});

function sessionOf(settings, index, startMs) {
  const next = random(settings.seed, index);
  const user = pickUser(next);
  const project = projectsOf[user][pickOf[projectsOf[user].length - 1](next)];
  const tables = Math.ceil((TABLES.length - project) / PROJECTS.length);
  const table = project + PROJECTS.length * pickOf[Math.min(tables, 7) - 1](next);
  const id = `${index.toString(36).padStart(7, '0')}-${Math.floor(next() * 2 ** 40).toString(36)}`;
  const status = startMs > NOW_MS - 30 * MINUTE_MS ? 'running' : STATUSES[pickStatus(next)];
  const of = { session: id, claim: claimKey(CLAIM_RANK.own, startMs) };
  const main = pickModel(next);
  const other = pickModel(next);
  const isLongLived = next() < 0.2;
  const count = 1 + Math.floor(-Math.log(1 - next()) * (settings.requests - 0.5));
  const [requests, toolCalls, turns] = [[], [], []];
  let [at, context, lastMs] = [startMs, 4000, startMs];
  const turn = () => {
    turns.push({
      ...of,
      key: `${id}/t${turns.length}`,
      atMs: at,
      engagedMs: Math.floor(around(next, 90_000, 2)),
      promptCount: 1,
    });
    lastMs = Math.max(lastMs, at);
    at += 500 + Math.floor(around(next, 3000, 2));
  };
  turn();
  for (let i = 0; i < count && at < NOW_MS; i += 1) {
    const isSub = i > 0 && next() < 0.15;
    const place = isSub ? other : main;
    const written = Math.floor(around(next, 2500, 2.5));
    const output = Math.floor(around(next, 450, 2.5)) + 1;
    requests.push({
      ...of,
      key: `${id}/r${i}`,
      atMs: at,
      provider: PROVIDERS[place % PROVIDERS.length],
      model: MODELS[place],
      serviceTier: '',
      speed: '',
      residency: '',
      grain: 'request',
      quality: next() < 0.02 ? 'partial' : 'final',
      requestCount: 1,
      webSearchRequests: 0,
      kind: isSub ? 'subagent' : 'main',
      inputTokens: Math.floor(around(next, 300, 4)),
      cacheReadTokens: i === 0 ? 0 : context,
      cacheWrite5mTokens: isLongLived ? 0 : written,
      cacheWrite1hTokens: isLongLived ? written : 0,
      outputTokens: output,
      reasoningTokens: Math.floor(output * next() * 0.6),
    });
    context = Math.min(context + written, 180_000);
    lastMs = Math.max(lastMs, at);
    if (next() < settings.calls / settings.requests) {
      const callAtMs = at + Math.floor(around(next, 2000, 2));
      const approval = APPROVALS[pickApproval(next)];
      const durationMs = Math.floor(around(next, 900, 5));
      if (callAtMs < NOW_MS) {
        toolCalls.push({
          ...of,
          key: `${id}/c${i}`,
          model: MODELS[place],
          atMs: callAtMs,
          tool: TOOLS[pickTool(next)],
          outcome: OUTCOMES[pickOutcome(next)],
          approval,
          approvalSource: approval === 'unknown' ? '' : 'otel',
          durationMs,
          callCount: 1,
        });
        lastMs = Math.max(lastMs, callAtMs + durationMs);
      }
      at += durationMs;
    }
    at += Math.floor(around(next, 12_000, 2.5));
    if (i + 1 < count && next() < 0.2) {
      at += Math.floor(next() < 0.05 ? (8 + next() * 56) * 60 * MINUTE_MS : around(next, 4 * MINUTE_MS, 3));
      if (at < NOW_MS) turn();
    }
  }
  const record = {
    id,
    parent: '',
    project: PROJECTS[project],
    dimensions: { user: USERS[user], table: TABLES[table], phase: PHASES[pickPhase(next)] },
    lastAtMs: lastMs,
    status,
    statusAtMs: lastMs,
    statusPosition: count,
    claim: of.claim,
  };
  return { record, startMs, lastMs, requests, toolCalls, turns };
}

/** Records in one transaction: as many as an import writes at a time. */
const BATCH_RECORDS = 10_000;

/**
 * The year's sessions in batches, in the order of their starts.
 *
 * @param settings `sessions`, `requests` and `calls` per session on average, `seed`
 */
export function* year(settings) {
  const startsMs = starts(settings.sessions, settings.seed);
  let [sessions, records] = [[], 0];
  for (let i = 0; i < settings.sessions; i += 1) {
    const session = sessionOf(settings, i, startsMs[i]);
    sessions.push(session);
    records += 1 + session.requests.length + session.toolCalls.length + session.turns.length;
    if (records >= BATCH_RECORDS || i + 1 === settings.sessions) {
      yield sessions;
      [sessions, records] = [[], 0];
    }
  }
}

/** Sessions as what a store writes. */
export const batchOf = (sessions) => ({
  source: SOURCE,
  requests: sessions.flatMap((s) => s.requests),
  toolCalls: sessions.flatMap((s) => s.toolCalls),
  turns: sessions.flatMap((s) => s.turns),
  sessions: sessions.map((s) => s.record),
  cursors: [],
});
