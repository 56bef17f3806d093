import fc from 'fast-check';
import { expect, it } from 'vitest';

import { CodexParser } from './parse.ts';

const PARENT = '019d0000-0000-7000-8000-000000000001';
const OWN = '019d7e2f-0000-7000-8000-000000000001';

/**
 * What happens in a thread; `early` is a response whose event comes before its usage record, `told later` one whose turn is interrupted before its event. At a `fall` the
 * counter of the events goes on from a number that it never had, after a `downgrade` there are no records, and a `copy` is of the last lines.
 */
const RESPONSES = ['response', 'early', 'interrupted', 'told later', 'compaction'] as const;
const STEPS = [...RESPONSES, 'again', 'full', 'fall', 'turn', 'downgrade', 'copy'] as const;
type Step = (typeof STEPS)[number];

const COPIED_LINES = 5;

/** A thread as Codex writes it: its lines, and the input of each response that they state. */
class Writer {
  lines: object[] = [];
  stated: number[] = [];
  readonly #thread: string;
  readonly #usageOf: (response: number) => number;
  /** Versions of 2026 and later write a record of each response. */
  #hasRecords: boolean;
  /** Counters of the events and of the usage records. */
  #counted: number;
  #recorded = 0;
  #turns = 0;
  #responses = 0;
  #falls = 0;
  #last: object = {};

  constructor(thread: string, usageOf: (response: number) => number, hasRecords: boolean, from?: Writer) {
    this.#thread = thread;
    this.#usageOf = usageOf;
    this.#hasRecords = hasRecords;
    this.#counted = from ? from.#counted : 0;
    this.#responses = from ? from.#responses : 0;
    this.#falls = from ? from.#falls : 0;
    this.#turn();
  }

  /** The thread goes on with a version that writes records, as another turn. */
  upgrade(): void {
    this.#hasRecords = true;
    this.#turn();
  }

  /** The counter of a fork's records goes on from its parent's; that of a subagent's begins anew. */
  continueRecords(from: Writer): void {
    this.#recorded = from.#recorded;
  }

  step(step: Step): void {
    if (step === 'turn') this.#turn();
    else if (step === 'again') this.#write('event_msg', this.#last);
    else if (step === 'copy') this.lines.push(...this.lines.slice(-COPIED_LINES));
    else if (step === 'fall') this.#counted = this.#falls += 1;
    else if (step === 'full') {
      this.#counted = 0;
      this.#event(0);
    } else if (step === 'downgrade') {
      this.#hasRecords = false;
      this.#turn();
    } else this.#response(step);
  }

  #response(step: (typeof RESPONSES)[number]): void {
    const input = this.#usageOf(this.#responses);
    const isCounted = step !== 'compaction';
    if (isCounted) this.#counted += input;
    if (step === 'early') this.#event(input);
    const id = `resp_${this.#responses}`;
    this.#responses += 1;
    if (this.#hasRecords) this.#record(id, input);
    if (step === 'told later') this.#turn();
    if (step === 'response' || step === 'told later') this.#event(input);
    if (step === 'compaction') this.#event(0);
    if (this.#hasRecords || (isCounted && step !== 'interrupted')) this.stated.push(input);
  }

  #record(response_id: string, input: number): void {
    this.#recorded += input;
    const of = { usage: { input_tokens: input }, thread_token_usage: { input_tokens: this.#recorded } };
    this.#write('token_usage_record', { thread_id: this.#thread, response_id, ...of });
  }

  #event(input: number): void {
    const of = { last_token_usage: { input_tokens: input }, total_token_usage: { input_tokens: this.#counted } };
    this.#last = { type: 'token_count', info: of };
    this.#write('event_msg', this.#last);
  }

  #turn(): void {
    this.#turns += 1;
    const time = this.#thread === PARENT ? '019d0001' : '019d7e30';
    const turn_id = `${time}-0000-7000-8000-${String(this.#turns).padStart(12, '0')}`;
    this.#write('event_msg', { type: 'task_started', turn_id });
    this.#write('turn_context', { turn_id, model: 'gpt-5.4' });
  }

  #write(type: string, payload: object): void {
    this.lines.push({ type, payload });
  }
}

/** A rollout: who it is, the history it begins with, and what it did itself before records were written and since. */
interface Rollout {
  kind: 'thread' | 'fork' | 'subagent' | 'migrated subagent';
  history: Step[];
  before: Step[];
  since: Step[];
}

const meta = (id: string, more: object = {}): object => ({ type: 'session_meta', payload: { id, ...more } });

function written({ kind, history, before, since }: Rollout, usageOf: (response: number) => number): Writer {
  const parent = new Writer(PARENT, usageOf, true);
  for (const step of history) parent.step(step);
  const isFork = kind !== 'thread';
  // Only forks of a version that writes records copy some.
  const own = new Writer(OWN, usageOf, isFork, isFork ? parent : undefined);
  if (kind === 'fork') own.continueRecords(parent);
  if (!isFork) {
    for (const step of before) own.step(step);
    own.upgrade();
  }
  for (const step of since) own.step(step);
  const of = { forked_from_id: PARENT, ...(kind === 'fork' ? {} : { parent_thread_id: PARENT }) };
  // A subagent's copy of the history has no records in it.
  const copy = parent.lines.filter(
    (line) => kind === 'fork' || !('type' in line && line.type === 'token_usage_record'),
  );
  own.lines.unshift(...(isFork ? [meta(OWN, of), meta(PARENT), ...copy] : [meta(OWN)]));
  const start = { subagent_history_start_ordinal: own.lines.length };
  if (kind === 'migrated subagent') own.lines[0] = meta(OWN, { ...of, ...start });
  // Copies of a line have its time and its place.
  const places = own.lines.map((line) => own.lines.indexOf(line));
  own.lines = own.lines.map((line, i) => {
    const ordinal = places[i] ?? i;
    const timestamp = new Date(Date.UTC(2026, 9, 20) + ordinal).toISOString();
    return kind === 'migrated subagent' ? { timestamp, ordinal, ...line } : { timestamp, ...line };
  });
  return own;
}

/** Keys and input of the requests in a rollout, read at once or each line by a parser that goes on from the state before. */
function counted(lines: readonly object[], inPieces: boolean): [key: string, input: number][] {
  let parser = new CodexParser('a.jsonl', undefined, () => {});
  return lines.flatMap((line, i) => {
    parser.line(line as Record<string, unknown>, i + 1);
    const { requests } = parser.taken();
    if (inPieces) parser = new CodexParser('a.jsonl', parser.state(), () => {});
    return requests.map((r): [string, number] => [r.key, r.inputTokens]);
  });
}

const rolloutOf = (steps: readonly Step[]): fc.Arbitrary<Rollout> => {
  const done = fc.array(fc.constantFrom(...steps), { maxLength: 12 });
  return fc.record({
    kind: fc.constantFrom<Rollout['kind']>('thread', 'fork', 'subagent', 'migrated subagent'),
    history: done,
    before: done,
    since: done,
  });
};

const sorted = (inputs: readonly number[]): number[] => inputs.toSorted((a, b) => a - b);

/** What is counted of a rollout, and what should be. */
function reading(rollout: Rollout, usageOf: (response: number) => number) {
  const { lines, stated } = written(rollout, usageOf);
  const found = counted(lines, false);
  return {
    is: {
      inputs: sorted(found.map(([, input]) => input)),
      keys: new Set(found.map(([key]) => key)).size,
      lineByLine: counted(lines, true),
    },
    should: { inputs: sorted(stated), keys: stated.length, lineByLine: found },
  };
}

it('each response counts once, whatever the counters of records and events do, read at once or line by line', () => {
  fc.assert(
    fc.property(rolloutOf(STEPS), (rollout) => {
      const { is, should } = reading(rollout, (response) => 100 + response * response);
      expect(is).toEqual(should);
    }),
    { numRuns: 300 },
  );
});

it.each<[Step[]]>([[['downgrade']], [['interrupted', 'compaction']]])(
  'so does each of responses that all have the same usage, of a thread that is not older than records, where nothing is %s',
  (left) => {
    fc.assert(
      fc.property(rolloutOf(STEPS.filter((step) => !left.includes(step))), (rollout) => {
        const { is, should } = reading({ ...rollout, before: [] }, () => 100);
        expect(is).toEqual(should);
      }),
      { numRuns: 300 },
    );
  },
);
