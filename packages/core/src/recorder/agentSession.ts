import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SessionRecord, SessionStatus } from '../model/SessionRecord.ts';
import { withSessions } from '../model/withSessions.ts';
import type { RequestPricing } from '../storage/UsageStore.ts';
import type { AgentCounters, CountedModel } from './agentCounters.ts';
import type { GrainValues } from './grainValues.ts';
import type { recordedAs } from './recordedAs.ts';
import { usageCounts } from './usageCounts.ts';

/** What a handler was told of all that it records. */
export interface AgentNames {
  as: ReturnType<typeof recordedAs>;
  values: GrainValues;
  price: RequestPricing;
}

/** A session that agents work in, and how it stands. */
export interface AgentSession {
  readonly id: string;
  /** When its first message came. */
  readonly startedMs: number;
  /** Notes the working directory of an agent; the first one is the project where the host names none. */
  inProject(project: string): void;
  /** Notes that an agent works, and returns when it began to. */
  works(atMs: number): number;
  /** Notes how its turn ended. */
  ends(status: SessionStatus, atMs: number): void;
  /** Its counters add their API time to the session's. */
  counts(counters: AgentCounters): void;
  record(atMs: number): SessionRecord;
  /** The request record of what one model used. */
  request(counters: string, counted: CountedModel): RequestRecord;
  /** A request record that says of a model only that it was to be used, `''` where none was: an agent whose process is killed, or did not start, must be seen. */
  begun(counters: string, model: string, atMs: number): RequestRecord;
  /** The same, taken back: another model was used, whose name it has then, so that nobody meets one that was not. It counts nothing. */
  unused(begun: RequestRecord, used: RequestRecord): RequestRecord;
}

/** Revisions of a request record. All that is counted has the same one, of every process, and is joined by the largest counts, until other records have it. */
const REVISION = { begun: 0, unused: 1, counted: 2, replaced: 3 };

/** A session under the id that the ledger knows it by. */
export function agentSession(id: string, startedMs: number, { as, values, price }: AgentNames): AgentSession {
  const all: AgentCounters[] = [];
  let { project } = as;
  let status: SessionStatus = 'running';
  let statusAtMs = startedMs;

  /**
   * With the price book's cost of all the counts, which joins the cost that was recorded: no record can take that out of a ledger but one of a later revision, which would hold against what
   * later processes count.
   */
  const mixed = (record: RequestRecord): RequestRecord => {
    const { nanoUsd } = withSessions([{ id, claim: 0, dimensions: values.session }], price)(record);
    return nanoUsd === null ? record : { ...record, recordedNanoUsd: nanoUsd };
  };
  const request = (
    counters: string,
    { place, counts, isMixed = false, isReplaced = false, ...of }: CountedModel,
    revision: number = isReplaced ? REVISION.replaced : REVISION.counted,
  ): RequestRecord => {
    const record: RequestRecord = {
      key: `agent/${JSON.stringify([counters, ...place])}`,
      session: id,
      ...of,
      provider: as.provider || of.provider,
      serviceTier: as.serviceTier,
      speed: as.speed,
      residency: as.residency,
      grain: 'session',
      requestCount: isReplaced ? 0 : 1,
      ...counts,
      kind: as.kind,
      dimensions: values.request,
      revision,
      claim: claimKey(CLAIM_RANK.own, startedMs),
    };
    return isMixed ? mixed(record) : record;
  };
  return {
    id,
    startedMs,
    inProject: (found) => {
      project ||= found;
    },
    works: (atMs) => {
      if (status !== 'running') [status, statusAtMs] = ['running', Math.max(atMs, statusAtMs + 1)];
      return statusAtMs;
    },
    ends: (ended, atMs) => {
      [status, statusAtMs] = [ended, Math.max(atMs, statusAtMs + 1)];
    },
    counts: (counters) => {
      all.push(counters);
    },
    record: (atMs) => {
      const known = all.map((counters) => counters.apiMs()).filter((ms) => ms !== undefined);
      return {
        id,
        parent: as.parent,
        project,
        dimensions: values.session,
        ...(as.run !== '' && { run: as.run }),
        lastAtMs: atMs,
        ...(known.length > 0 && { apiMs: known.reduce((sum, ms) => sum + ms, 0) }),
        status,
        statusAtMs,
        statusPosition: 0,
        // A copy that does not know the project must not name it.
        claim: claimKey(project === '' ? CLAIM_RANK.unnamed : CLAIM_RANK.own, startedMs),
      };
    },
    request: (counters, counted) => request(counters, counted),
    begun: (counters, model, atMs) => {
      const provider = model.includes('claude') ? 'anthropic' : '';
      // Where no model is named, none was called.
      const counts = usageCounts({ totalCostUsd: model === '' ? 0 : null });
      const nothing: CountedModel = { place: [0, model], model, provider, atMs, quality: 'partial', counts };
      return request(counters, nothing, REVISION.begun);
    },
    unused: (begun, { model, provider }) => ({
      ...begun,
      model,
      provider,
      requestCount: 0,
      revision: REVISION.unused,
    }),
  };
}
