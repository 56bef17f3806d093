import type { RequestRecord, UsageQuality } from '../model/RequestRecord.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import { laterApprovalSource, OUTCOMES_JOINED, TOOL_APPROVALS, type ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';
import { withJoinedCounts, withJoinedTime } from '../model/joinedFields.ts';
import { attributionClaim } from '../model/attributionClaim.ts';
import type { DimensionValues } from '../model/Dimension.ts';
import type { RunRecord } from '../model/RunRecord.ts';
import { type Joined, type JoinedRun, owningCopy } from './Ledger.ts';
import { pricedAlike } from './pricedAlike.ts';

const QUALITIES: readonly UsageQuality[] = ['partial', 'estimated', 'final'];

const later = <T>(order: readonly T[], a: T, b: T): T => (order.indexOf(a) >= order.indexOf(b) ? a : b);

/**
 * Dimension values as text, in the order of their names, unknown ones left out (`''`, and what hosts write for it): equal values, equal text.
 *
 * @example
 * dimensionText({ b: '2', a: '1', c: '' }) // => '[["a","1"],["b","2"]]'
 */
export function dimensionText(values?: DimensionValues): string {
  if (values === undefined || values === null) return '';
  const known = Object.entries(values).filter(([, value]) => (value ?? '') !== '');
  return known.length === 0 ? '' : JSON.stringify(known.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

type RequestNames = Pick<RequestRecord, 'kind' | 'provider' | 'model' | 'grain' | 'dimensions'>;

/** What was asked for last, and its text: records that come one after the other mostly name the same. */
let lastNames: RequestNames | undefined;
let lastNamesText = '';

const namesAlike = (a: RequestNames, b: RequestNames): boolean =>
  a.model === b.model &&
  a.kind === b.kind &&
  a.provider === b.provider &&
  a.grain === b.grain &&
  a.dimensions === undefined &&
  b.dimensions === undefined;

/** Names as one text: of two copies the one that states a name comes before the one that leaves it out. */
const attributionText = (...names: readonly string[]): string => names.map((name) => name || '\uffff').join('\0');

/** Everything that one request copy of several names beside its session. */
export function requestAttribution(r: RequestNames): string {
  if (lastNames && namesAlike(lastNames, r)) return lastNamesText;
  const { kind, provider, model, grain, dimensions } = r;
  lastNames = { kind, provider, model, grain, ...(dimensions && { dimensions }) };
  lastNamesText = attributionText(kind, provider, model, grain, dimensionText(dimensions));
  return lastNamesText;
}

/** A request copy with its place in the order of copies. */
export function orderedRequest(source: string, r: RequestRecord): Joined<RequestRecord> {
  return { ...r, source, order: attributionClaim(r.claim, r.session), attribution: requestAttribution(r) };
}

/** What one of two copies states of how a response is served: lines that stream it leave out what its last one states. Of two statements the first in the order of texts. */
const stated = (a: string, b: string): string => (a === '' || (b !== '' && b < a) ? b : a);

/**
 * The join of two copies of one request: token fields by maximum, earliest time, best quality, tier, speed and residency of whichever states them; session, model and
 * dimensions of the copy that comes first in the order of copies. A later revision replaces an earlier one whole. Commutative, associative and idempotent.
 */
export function joinedRequest(a: Joined<RequestRecord>, b: Joined<RequestRecord>): Joined<RequestRecord> {
  const revised = (a.revision ?? 0) - (b.revision ?? 0);
  if (revised !== 0) return revised > 0 ? a : b;
  const owner = owningCopy(a, b);
  const named: Joined<RequestRecord> = {
    ...owner,
    quality: later(QUALITIES, a.quality, b.quality),
    serviceTier: stated(a.serviceTier, b.serviceTier),
    speed: stated(a.speed, b.speed),
    residency: stated(a.residency, b.residency),
  };
  const joined = withJoinedCounts(named, a, b);
  const recorded = Math.max(a.recordedNanoUsd ?? -1, b.recordedNanoUsd ?? -1);
  if (recorded >= 0) joined.recordedNanoUsd = recorded;
  return joined;
}

/** Two states of one request that price and count alike. */
export function equalRequests(a: Joined<RequestRecord>, b: Joined<RequestRecord>): boolean {
  return (
    (a.revision ?? 0) === (b.revision ?? 0) &&
    a.order === b.order &&
    a.quality === b.quality &&
    a.requestCount === b.requestCount &&
    a.reasoningTokens === b.reasoningTokens &&
    pricedAlike(a, b)
  );
}

/** Everything a tool-call copy names beside its session. */
export function toolAttribution(t: Pick<ToolCallRecord, 'tool' | 'model' | 'dimensions'>): string {
  return attributionText(t.tool, t.model, dimensionText(t.dimensions));
}

/** A tool-call copy with its place in the order of copies. */
export function orderedToolCall(source: string, t: ToolCallRecord): Joined<ToolCallRecord> {
  return { ...t, source, order: attributionClaim(t.claim, t.session), attribution: toolAttribution(t) };
}

/**
 * The join of two copies of one tool call: from the earliest of them to the end of the last, so that a result without its call ends the call wherever it stands; outcome
 * and approval by their join order.
 */
export function joinedToolCall(a: Joined<ToolCallRecord>, b: Joined<ToolCallRecord>): Joined<ToolCallRecord> {
  const owner = owningCopy(a, b);
  const approval = later(TOOL_APPROVALS, a.approval, b.approval);
  const sources = [a, b].filter((t) => t.approval === approval).map((t) => t.approvalSource);
  const named: Joined<ToolCallRecord> = {
    ...owner,
    outcome: later(OUTCOMES_JOINED, a.outcome, b.outcome),
    approval,
    approvalSource: sources.reduce(laterApprovalSource),
  };
  return withJoinedTime(named, a, b);
}

/** A turn copy with its place in the order of copies. */
export function orderedTurn(source: string, t: TurnRecord): Joined<TurnRecord> {
  const engagedIsEstimated = t.engagedIsEstimated === true;
  return { ...t, engagedIsEstimated, source, order: attributionClaim(t.claim, t.session), attribution: '' };
}

/** The join of two copies of one turn: earliest time, longest engaged time; what a source states goes before what is estimated. */
export function joinedTurn(a: Joined<TurnRecord>, b: Joined<TurnRecord>): Joined<TurnRecord> {
  const owner = owningCopy(a, b);
  const longer = a.engagedMs >= b.engagedMs ? a : b;
  const { engagedMs, engagedIsEstimated } =
    a.engagedIsEstimated === b.engagedIsEstimated ? longer : a.engagedIsEstimated === true ? b : a;
  return {
    ...owner,
    atMs: Math.min(a.atMs, b.atMs),
    engagedMs,
    engagedIsEstimated: engagedIsEstimated === true,
    promptCount: Math.max(a.promptCount, b.promptCount),
  };
}

/** Everything a session copy names: its project and dimensions. */
export function sessionAttribution(s: Pick<SessionRecord, 'project' | 'dimensions'>): string {
  return attributionText(s.project, dimensionText(s.dimensions));
}

/** A session copy with its place in the order of copies. */
export function orderedSession(source: string, s: SessionRecord): Joined<SessionRecord> {
  const { run, ...rest } = s;
  return { ...(run ? s : rest), source, order: attributionClaim(s.claim, s.id), attribution: sessionAttribution(s) };
}

/** The join of two copies of one session: latest record, longest API time, status of the record with the greatest time and position. */
export function joinedSession(a: Joined<SessionRecord>, b: Joined<SessionRecord>): Joined<SessionRecord> {
  const owner = owningCopy(a, b);
  const byStatus =
    a.statusAtMs - b.statusAtMs ||
    a.statusPosition - b.statusPosition ||
    (a.status < b.status ? -1 : a.status > b.status ? 1 : 0);
  const { status, statusAtMs, statusPosition } = byStatus >= 0 ? a : b;
  const parent = a.parent > b.parent ? a.parent : b.parent;
  const [runA, runB] = [a.run ?? '', b.run ?? ''];
  const run = runA > runB ? runA : runB;
  const lastAtMs = Math.max(a.lastAtMs, b.lastAtMs);
  const joined = { ...owner, parent, ...(run !== '' && { run }), lastAtMs, status, statusAtMs, statusPosition };
  const apiMs = Math.max(a.apiMs ?? -1, b.apiMs ?? -1);
  return apiMs >= 0 ? { ...joined, apiMs } : joined;
}

/** The join of two copies of one run: earliest start, latest end, status of the latest statement. */
export function joinedRun(a: JoinedRun, b: JoinedRun): JoinedRun {
  const byStatus = a.statusAtMs - b.statusAtMs || (a.status < b.status ? -1 : 1);
  const { status, statusAtMs } = byStatus >= 0 ? a : b;
  const ends = [a.completedMs, b.completedMs].filter((ms) => ms !== null);
  return {
    id: a.id,
    source: a.source,
    workspace: a.workspace > b.workspace ? a.workspace : b.workspace,
    status,
    statusAtMs,
    totalTables: Math.max(a.totalTables, b.totalTables),
    startedMs: Math.min(a.startedMs, b.startedMs),
    completedMs: ends.length > 0 ? Math.max(...ends) : null,
  };
}

/** A run copy of a source. */
export function sourcedRun(source: string, run: RunRecord): JoinedRun {
  return { ...run, source };
}
