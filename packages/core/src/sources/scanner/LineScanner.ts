import { parsedLine } from '../parsedLine.ts';
import { compiledScanner } from './compiledScanner.ts';
import { fieldTable, type ReadPlan } from './fieldTable.ts';
import { LINE_KIND, SCANNER_LAYOUT as AT } from './scannerLayout.ts';
import { webAssembly } from './webAssembly.ts';

type Scan = (...positions: number[]) => number;

const PAGE_BYTES = 65_536;
/** Vectors may be read and written a little beyond what they are wanted for. */
const SLACK_BYTES = 256;
/** Lines that are made into values at once: as few as that are gone before the heap's young generation is collected. */
const MAX_LINES = 64;
const TABLE_AT = 16;

const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;

/** Whole lines of a file as a parser takes them, with the positions after each in the scanner's input. */
export interface ScannedLines {
  /** The line's record; the reason why there is none; `undefined` when it carries nothing. */
  contents: (Record<string, unknown> | string | undefined)[];
  ends: number[];
}

/**
 * Reads lines without making values of what no parser looks at. `input` holds the bytes; {@link LineScanner.lines} gives the records, each as
 * `JSON.parse` of the line gives it, less what the plan leaves out.
 */
export class LineScanner {
  readonly #memory: { buffer: ArrayBuffer; grow(pages: number): number };
  readonly #scan: Scan;
  readonly #tables: number[];
  readonly #linesAt: number;
  #capacity = 0;
  /** Bytes to be scanned are put here. A view: it is another one after {@link LineScanner.reserve}. */
  input: Buffer = Buffer.alloc(0);
  #inputAt = 0;
  #all: Buffer = Buffer.alloc(0);
  #lines: Int32Array = new Int32Array();

  /** @param capacity bytes that `input` holds at first */
  constructor(plan: ReadPlan, capacity: number) {
    const module = compiledScanner();
    if (!module || !webAssembly) throw new Error('no WebAssembly here: ask compiledScanner() first');
    this.#memory = new webAssembly.Memory({ initial: 1 });
    const instance = new webAssembly.Instance(module, { host: { memory: this.#memory } });
    this.#scan = instance.exports['scan'] as Scan;
    const table = fieldTable(plan, TABLE_AT);
    this.#tables = [table.root, ...table.idle, ...table.needles];
    this.#linesAt = Math.ceil((TABLE_AT + table.bytes.length) / 16) * 16 + SLACK_BYTES;
    this.reserve(capacity);
    this.#all.set(table.bytes, TABLE_AT);
  }

  get capacity(): number {
    return this.#capacity;
  }

  /** Makes room for so many bytes; those that are in `input` stay. */
  reserve(capacity: number): void {
    if (capacity <= this.#capacity) return;
    this.#capacity = capacity;
    this.#inputAt = this.#linesAt + MAX_LINES * AT.lineBytes;
    const bytes = this.#outputAt + capacity + SLACK_BYTES;
    const pages = Math.ceil(bytes / PAGE_BYTES) - this.#memory.buffer.byteLength / PAGE_BYTES;
    if (pages > 0) this.#memory.grow(pages);
    this.#all = Buffer.from(this.#memory.buffer);
    this.#lines = new Int32Array(this.#memory.buffer, this.#linesAt, MAX_LINES * 3);
    this.input = this.#all.subarray(this.#inputAt, this.#inputAt + capacity);
  }

  get #outputAt(): number {
    return this.#inputAt + this.#capacity + SLACK_BYTES;
  }

  /** Lines of `input` from a position on, as many as come at once. The byte before `to` is a line feed. */
  lines(from: number, to: number): ScannedLines {
    const base = this.#inputAt;
    const linesEnd = this.#linesAt + MAX_LINES * AT.lineBytes;
    const end = this.#scan(base + from, base + to, this.#linesAt, linesEnd, ...this.#tables, this.#outputAt);
    const count = (end - this.#linesAt) / AT.lineBytes;
    const lines = this.#lines;
    const contents: ScannedLines['contents'] = [];
    const ends: number[] = [];
    // Lines from `run` on wait to be parsed together; their outputs begin at `runStart`.
    let [at, out, run, runStart] = [from, this.#outputAt, 0, this.#outputAt];
    for (let i = 0; i < count; i += 1) {
      const next = lines[3 * i]! - base;
      const kind = lines[3 * i + 1]!;
      const outEnd = lines[3 * i + 2]!;
      if (kind === LINE_KIND.utf8 || kind === LINE_KIND.other) {
        this.#parseRun(contents, run, i, runStart, out);
        contents.push(
          kind === LINE_KIND.utf8
            ? (JSON.parse(this.#all.toString('utf8', out + 1, outEnd)) as Record<string, unknown>)
            : parsedLine(this.input.subarray(at, next - 1)),
        );
        run = i + 1;
        runStart = outEnd;
      }
      at = next;
      out = outEnd;
      ends.push(next);
    }
    this.#parseRun(contents, run, count, runStart, out);
    return { contents, ends };
  }

  /** Lines whose output is ASCII are parsed together, which is twice as fast: their outputs, each with a comma before it, become one list. */
  #parseRun(contents: ScannedLines['contents'], from: number, to: number, start: number, end: number): void {
    let records: Record<string, unknown>[] = [];
    if (end > start) {
      this.#all[start] = OPEN;
      this.#all[end] = CLOSE;
      records = JSON.parse(this.#all.toString('latin1', start, end + 1)) as Record<string, unknown>[];
      this.#all[end] = COMMA;
    }
    let taken = 0;
    for (let i = from; i < to; i += 1) {
      contents.push(this.#lines[3 * i + 1] === LINE_KIND.ascii ? records[taken++] : undefined);
    }
  }
}
