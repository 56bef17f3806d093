import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SessionSums } from './sessionSums.ts';

/** Places of numbers that are added up: tokens in the order of `SESSION_TOKENS`, then these. */
const TOKENS = 6;
const UNPRICED = 6;
const NANO = 7;
const PICO = 8;

/**
 * Adds requests to the sums of their sessions. Those of one session and model that come one after the other are added up as numbers, as long as these are exact:
 * big integers make an object for each addition.
 */
export class RequestRun {
  readonly #counts = new Float64Array(9);
  #sums: SessionSums | undefined;
  #model = '';

  /** The sums are complete after {@link end} only. */
  add(sums: SessionSums, r: RequestRecord, { nanoUsd, picoRest, priceKey: { model } }: RequestCost): void {
    if (sums !== this.#sums || model !== this.#model) {
      this.end();
      this.#sums = sums;
      this.#model = model;
    }
    sums.requests += r.requestCount;
    this.#count(0, r.inputTokens);
    this.#count(1, r.cacheReadTokens);
    this.#count(2, r.cacheWrite5mTokens);
    this.#count(3, r.cacheWrite1hTokens);
    this.#count(4, r.outputTokens);
    this.#count(5, r.reasoningTokens);
    if (nanoUsd === null) {
      sums.unpricedRequests += r.requestCount;
      this.#count(UNPRICED, r.inputTokens);
      this.#count(UNPRICED, r.cacheReadTokens);
      this.#count(UNPRICED, r.cacheWrite5mTokens);
      this.#count(UNPRICED, r.cacheWrite1hTokens);
      this.#count(UNPRICED, r.outputTokens);
    } else {
      sums.priced = true;
      this.#count(NANO, nanoUsd);
      this.#count(PICO, picoRest);
    }
  }

  /** Hands over what was added up. */
  end(): void {
    const sums = this.#sums;
    if (!sums) return;
    for (let i = 0; i < TOKENS; i += 1) sums.tokens[i] = (sums.tokens[i] ?? 0n) + this.#taken(i);
    sums.unpricedTokens += this.#taken(UNPRICED);
    const pico = this.#taken(NANO) * 1000n + this.#taken(PICO);
    sums.costPico += pico;
    sums.costByModel.set(this.#model, (sums.costByModel.get(this.#model) ?? 0n) + pico);
    this.#sums = undefined;
  }

  #taken(place: number): bigint {
    const count = BigInt(this.#counts[place] ?? 0);
    this.#counts[place] = 0;
    return count;
  }

  #count(place: number, count: number): void {
    const sum = (this.#counts[place] ?? 0) + count;
    if (Number.isSafeInteger(sum)) {
      this.#counts[place] = sum;
      return;
    }
    // Handed over early, and gone on with from this count.
    const sums = this.#sums;
    this.end();
    this.#sums = sums;
    this.#counts[place] = count;
  }
}
