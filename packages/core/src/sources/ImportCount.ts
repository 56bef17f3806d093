import { UsageError } from '../errors.ts';
import { assertRecord } from '../model/assertRecord.ts';
import { RecordFault } from '../model/RecordFault.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SkippedLine } from '../model/SkippedLine.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { DistinctKeys } from './DistinctKeys.ts';
import { withSessions } from '../model/withSessions.ts';
import { MAX_SKIPPED, type ReadPart } from './ReadPart.ts';

const byCount = (map: Map<string, number>): [string, number][] =>
  [...map].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));

/** The records that pass, the list itself when all do. Each is asked once, in order. */
function passed<T>(records: T[], passes: (record: T) => boolean): T[] {
  let kept: T[] | undefined;
  for (let i = 0; i < records.length; i += 1) {
    const record = records[i] as T;
    if (!passes(record)) kept ??= records.slice(0, i);
    else kept?.push(record);
  }
  return kept ?? records;
}

/** Counts what an import reads, and takes out of it what no store can hold. */
export class ImportCount {
  readonly #price: (request: RequestRecord) => RequestCost;
  /** Keys of what was read, by source: what two sources of one id read is counted together. */
  readonly #distinct = new Map<string, { requests: DistinctKeys; toolCalls: DistinctKeys }>();
  readonly #unknownTypes = new Map<string, number>();
  readonly #unpriced = new Map<string, number>();
  #copies = 0;
  skipped: SkippedLine[] = [];
  skippedCount = 0;
  /** Distinct records. */
  requests = 0;
  toolCalls = 0;

  constructor(price: (request: RequestRecord) => RequestCost) {
    this.#price = price;
  }

  get duplicates(): number {
    return this.#copies - this.requests;
  }

  get unpriced(): { model: string; requests: number }[] {
    return byCount(this.#unpriced).map(([model, requests]) => ({ model, requests }));
  }

  get unknownTypes(): { type: string; lines: number }[] {
    return byCount(this.#unknownTypes).map(([type, lines]) => ({ type, lines }));
  }

  readonly skip = (line: SkippedLine): void => {
    this.skippedCount += 1;
    if (this.skipped.length < MAX_SKIPPED) this.skipped.push(line);
  };

  /** @param file named with what is left out of the part */
  add({ batch, copies, skipped, skippedCount, unknownTypes }: ReadPart, file: string): void {
    for (const line of skipped) if (this.skipped.length < MAX_SKIPPED) this.skipped.push(line);
    this.skippedCount += skippedCount;
    for (const [type, lines] of unknownTypes) this.#unknownTypes.set(type, (this.#unknownTypes.get(type) ?? 0) + lines);
    const known = this.#distinct.get(batch.source) ?? { requests: new DistinctKeys(), toolCalls: new DistinctKeys() };
    this.#distinct.set(batch.source, known);
    this.#copies += copies;
    this.#addRequests(batch, known.requests, file);
    const isUsable =
      <T>(assert: (record: T) => void) =>
      (record: T): boolean =>
        this.#isUsable(assert, record, file);
    batch.toolCalls = passed(batch.toolCalls, isUsable(assertRecord.toolCall));
    batch.turns = passed(batch.turns, isUsable(assertRecord.turn));
    batch.sessions = passed(batch.sessions, isUsable(assertRecord.session));
    if (batch.runs) batch.runs = passed(batch.runs, isUsable(assertRecord.run));
    for (const { key, callCount } of batch.toolCalls) {
      // A result whose call was not read is none yet.
      if (callCount > 0 && known.toolCalls.add(key)) this.toolCalls += 1;
    }
  }

  #addRequests(batch: UsageBatch, known: DistinctKeys, file: string): void {
    const { length } = batch.requests;
    const price = withSessions(batch.sessions, this.#price);
    batch.requests = passed(batch.requests, (request) => {
      if (!this.#isUsable(assertRecord.request, request, file)) return false;
      const cost = this.#cost(() => price(request), request, file);
      if (!cost) return false;
      if (!known.add(request.key)) return true;
      this.requests += 1;
      if (cost.nanoUsd === null) this.#unpriced.set(request.model, (this.#unpriced.get(request.model) ?? 0) + 1);
      return true;
    });
    this.#copies -= length - batch.requests.length;
  }

  /** A source of one's own may give records that no store takes: they are none, and no reason to refuse the others. */
  #isUsable<T>(assert: (record: T) => void, record: T, file: string): boolean {
    try {
      assert(record);
      return true;
    } catch (error) {
      if (!(error instanceof RecordFault)) throw error;
      this.skip({ file, line: 0, reason: `left out: ${error.message}` });
      return false;
    }
  }

  /** What a request costs; `undefined` when no store could hold the amount. */
  #cost(price: () => RequestCost, { key }: RequestRecord, file: string): RequestCost | undefined {
    try {
      return price();
    } catch (error) {
      if (!(error instanceof UsageError) || error.code !== 'unsafe_integer') throw error;
      const reason = `request ${JSON.stringify(key)} was left out: ${error.message}`;
      this.skip({ file, line: 0, reason });
      return undefined;
    }
  }
}
