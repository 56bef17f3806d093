import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SkippedLine } from '../model/SkippedLine.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { joinedCalls, joinedRequests } from './joinedCopies.ts';
import { MAX_SKIPPED, type ReadPart } from './ReadPart.ts';

/** How many records before one are looked at for a copy of it. */
const REQUESTS_BACK = 4;
const CALLS_BACK = 16;

/** Joins a record to one of the last of a list, if it can. */
function joinsOneOf<T>(list: T[], record: T, back: number, join: (before: T, record: T) => T | undefined): boolean {
  for (let i = list.length - 1; i >= Math.max(0, list.length - back); i -= 1) {
    const joined = join(list[i]!, record);
    if (joined === undefined) continue;
    list[i] = joined;
    return true;
  }
  return false;
}

/** Collects what is read of a source into parts. */
export class PartBuilder {
  readonly #source: string;
  readonly #unknownTypes = new Map<string, number>();
  /** The file as a whole was reported: of a damaged one some may have been read before. */
  #isBroken = false;
  #part: ReadPart;

  constructor(source: string) {
    this.#source = source;
    this.#part = this.#empty();
  }

  /** Records, skipped lines and cursors that wait to be taken. */
  get size(): number {
    const { requests, toolCalls, turns, sessions, cursors } = this.#part.batch;
    return (
      requests.length + toolCalls.length + turns.length + sessions.length + cursors.length + this.#part.skipped.length
    );
  }

  add(batch: UsageBatch): void {
    for (const request of batch.requests) this.#addRequest(request);
    for (const call of batch.toolCalls) this.#addCall(call);
    const own = this.#part.batch;
    // Not `push(...)`: a batch of hostile lines holds more records than a function can take arguments.
    for (const turn of batch.turns) own.turns.push(turn);
    for (const session of batch.sessions) own.sessions.push(session);
    for (const run of batch.runs ?? []) (own.runs ??= []).push(run);
    for (const cursor of batch.cursors) own.cursors.push(cursor);
  }

  readonly skip = (line: SkippedLine): void => {
    this.#part.skippedCount += 1;
    this.#isBroken ||= line.line === 0;
    if (this.#part.skipped.length < MAX_SKIPPED) this.#part.skipped.push(line);
  };

  readonly unknownType = (type: string): void => {
    this.#unknownTypes.set(type, (this.#unknownTypes.get(type) ?? 0) + 1);
  };

  /**
   * @param bytes its size; a table, of which something may be said as a whole, has none
   * @param isRead whether anything could be read of it
   */
  fileDone(bytes: number, isRead: boolean): void {
    this.#part.filesDone += 1;
    if (isRead && !(this.#isBroken && bytes > 0)) this.#part.filesRead += 1;
    this.#isBroken = false;
    this.#part.bytesDone += bytes;
  }

  take(): ReadPart {
    const part = { ...this.#part, unknownTypes: [...this.#unknownTypes] };
    this.#part = this.#empty();
    this.#unknownTypes.clear();
    return part;
  }

  #empty(): ReadPart {
    const batch = { source: this.#source, requests: [], toolCalls: [], turns: [], sessions: [], cursors: [] };
    return {
      batch,
      copies: 0,
      filesDone: 0,
      filesRead: 0,
      bytesDone: 0,
      skipped: [],
      skippedCount: 0,
      unknownTypes: [],
    };
  }

  #addRequest(request: RequestRecord): void {
    const { requests } = this.#part.batch;
    this.#part.copies += 1;
    if (!joinsOneOf(requests, request, REQUESTS_BACK, joinedRequests)) requests.push(request);
  }

  #addCall(call: ToolCallRecord): void {
    const { toolCalls } = this.#part.batch;
    if (call.outcome !== 'pending' && joinsOneOf(toolCalls, call, CALLS_BACK, joinedCalls)) return;
    toolCalls.push(call);
  }
}
