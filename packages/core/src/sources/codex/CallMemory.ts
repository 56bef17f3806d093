import type { OpenCall } from './ParserState.ts';

/** Open calls, and ended ones, that are kept in mind: far more than any real file has. */
const [MAX_OPEN, MAX_ENDED] = [500, 16];

/** Calls of a file by their ids: those whose end has not been told, and the last of those whose end an event may still tell more of. */
export class CallMemory {
  readonly #calls: Map<string, OpenCall>;
  readonly #ended: string[];

  constructor(calls: readonly [id: string, call: OpenCall][]) {
    this.#calls = new Map(calls);
    this.#ended = calls.filter(([, call]) => call.hasEnded).map(([id]) => id);
  }

  get(id: string): OpenCall | undefined {
    return this.#calls.get(id);
  }

  add(id: string, call: OpenCall): void {
    this.#calls.set(id, call);
    // Made once more, it is open again.
    const ended = this.#ended.indexOf(id);
    if (ended >= 0) this.#ended.splice(ended, 1);
    if (this.#calls.size <= 2 * MAX_OPEN) return;
    for (const old of [...this.#calls.keys()].slice(0, MAX_OPEN)) this.#calls.delete(old);
  }

  end(id: string): void {
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.set(id, { ...call, hasEnded: true });
    this.#ended.push(id);
    if (this.#ended.length > MAX_ENDED) this.#calls.delete(this.#ended.shift() ?? '');
  }

  /** What the reading of a file goes on with. */
  state(): [id: string, call: OpenCall][] {
    return [...this.#calls].slice(-MAX_OPEN);
  }
}
