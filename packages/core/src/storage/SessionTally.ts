import { SumTooLarge } from './packed/packedRows.ts';
import { SESSION_TOKENS, SUM_COLUMNS } from './sessionSums.ts';
import { valueBucket } from './valueBucket.ts';

const TOKENS = SESSION_TOKENS.length;
const UNPRICED = `case when cost_nano is null then`;

/** What is selected of the requests of a session and rate class. */
export const REQUEST_SUMS = [
  'min(at_ms)',
  'max(at_ms)',
  'sum(request_count)',
  'count(cost_nano)',
  'sum(coalesce(cost_nano, 0))',
  'sum(cost_pico)',
  `sum(${UNPRICED} request_count else 0 end)`,
  `sum(${UNPRICED} ${SESSION_TOKENS.slice(0, 5).join(' + ')} else 0 end)`,
  ...SESSION_TOKENS.map((name) => `sum(${name})`),
];

/** What is selected of the turns of a session. */
export const TURN_SUMS = ['min(at_ms)', 'max(at_ms)', 'sum(prompt_count)', 'sum(engaged_ms)'];

/** What is selected of the calls of a session. */
export const CALL_SUMS = ['min(at_ms)', 'max(at_ms + duration_ms)', 'sum(call_count)'];

/** A cost in whole nano-USD and a rest in pico-USD. */
interface Cost {
  nano: number;
  pico: number;
}

const carry = ({ nano, pico }: Cost): Cost => ({ nano: nano + Math.floor(pico / 1000), pico: pico % 1000 });

const isDearer = (a: Cost, b: Cost): boolean => a.nano > b.nano || (a.nano === b.nano && a.pico > b.pico);

/** The sums of a session as `SessionSums` has them, in numbers: quicker than big integers, and refused where they would not be exact. */
export class SessionTally {
  #startedMs = Infinity;
  #lastMs = 0;
  #requests = 0;
  #turns = 0;
  #calls = 0;
  #engagedMs = 0;
  #priced = 0;
  #unpricedRequests = 0;
  #unpricedTokens = 0;
  readonly #tokens = new Float64Array(TOKENS);
  readonly #costs = new Map<string, Cost>();

  /** Begins another session. */
  clear(): void {
    this.#startedMs = Infinity;
    this.#lastMs = 0;
    this.#requests = 0;
    this.#turns = 0;
    this.#calls = 0;
    this.#engagedMs = 0;
    this.#priced = 0;
    this.#unpricedRequests = 0;
    this.#unpricedTokens = 0;
    this.#tokens.fill(0);
    this.#costs.clear();
  }

  #seen(fromMs: number, toMs: number): void {
    if (fromMs < this.#startedMs) this.#startedMs = fromMs;
    if (toMs > this.#lastMs) this.#lastMs = toMs;
  }

  /** Adds {@link REQUEST_SUMS} of a model, which begin at a place of a row. */
  addRequests(model: string, row: readonly number[], at: number): void {
    const of = (i: number): number => row[at + i] as number;
    this.#seen(of(0), of(1));
    this.#requests += of(2);
    this.#priced += of(3);
    const cost = this.#costs.get(model);
    if (cost) {
      cost.nano += of(4);
      cost.pico += of(5);
    } else this.#costs.set(model, { nano: of(4), pico: of(5) });
    this.#unpricedRequests += of(6);
    this.#unpricedTokens += of(7);
    for (let i = 0; i < TOKENS; i += 1) this.#tokens[i] = (this.#tokens[i] as number) + of(8 + i);
  }

  /** Adds {@link TURN_SUMS}. */
  addTurns(row: readonly number[], at: number): void {
    this.#seen(row[at] as number, row[at + 1] as number);
    this.#turns += row[at + 2] as number;
    this.#engagedMs += row[at + 3] as number;
  }

  /** Adds {@link CALL_SUMS}. */
  addCalls(row: readonly number[], at: number): void {
    this.#seen(row[at] as number, row[at + 1] as number);
    this.#calls += row[at + 2] as number;
  }

  /** Models in the order of their names. */
  models(): string[] {
    return this.#costs.size === 1 ? [...this.#costs.keys()] : [...this.#costs.keys()].toSorted();
  }

  /** As `primaryModel` has it. */
  primaryModel(): string {
    if (this.#costs.size === 1) for (const model of this.#costs.keys()) return model;
    let best = '';
    let most: Cost = { nano: -1, pico: 0 };
    for (const model of this.models()) {
      const cost = carry(this.#costs.get(model) as Cost);
      if (isDearer(cost, most)) [best, most] = [model, cost];
    }
    return best;
  }

  /**
   * Values of `SUM_COLUMNS`, −1 for NULL.
   *
   * @param isRunning it has no duration yet
   * @param recordLastMs last time that its record states
   * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
   */
  columns(isRunning: boolean, recordLastMs: number): number[] {
    let [nano, pico] = [0, 0];
    for (const cost of this.#costs.values()) {
      nano += cost.nano;
      pico += cost.pico;
    }
    ({ nano, pico } = carry({ nano, pico }));
    const isPriced = this.#priced > 0;
    const lastMs = Math.max(recordLastMs, this.#lastMs);
    let tokens = 0;
    for (let i = 0; i < TOKENS - 1; i += 1) tokens += this.#tokens[i] as number;
    const roundedNano = nano + (pico > 500 || (pico === 500 && nano % 2 === 1) ? 1 : 0);
    const durationMs = Number.isFinite(this.#startedMs) ? Math.max(0, lastMs - this.#startedMs) : 0;
    const columns = [
      Number.isFinite(this.#startedMs) ? this.#startedMs : -1,
      lastMs,
      this.#engagedMs,
      this.#requests,
      this.#turns,
      this.#calls,
      ...this.#tokens,
      isPriced ? nano : -1,
      pico,
      this.#unpricedRequests,
      this.#unpricedTokens,
      valueBucket(isPriced ? roundedNano : null),
      valueBucket(tokens),
      valueBucket(isRunning ? null : durationMs),
    ];
    if (columns.length !== SUM_COLUMNS.length) throw new Error('a column is missing');
    for (const value of columns) if (value > Number.MAX_SAFE_INTEGER) throw new SumTooLarge();
    if (tokens > Number.MAX_SAFE_INTEGER) throw new SumTooLarge();
    return columns;
  }
}
