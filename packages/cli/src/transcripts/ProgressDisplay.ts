/** Where progress is shown: standard error, as a rule. */
export interface ProgressStream {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  write(text: string): unknown;
}

/** Between two drawings of the bar, and between two plain lines, ms. */
const [DRAW_MS, LINE_MS] = [80, 5000];
const CLEAR_LINE = '\r\u001B[2K';

/**
 * One line of progress: a bar as wide as the terminal allows, the share done, and what was counted.
 *
 * @param share from 0 to 1
 * @example
 * progressLine(0.5, '5 of 10 files', 40) // => '████░░░░  50 %  5 of 10 files'
 */
export function progressLine(share: number, counts: string, columns: number): string {
  const width = Math.max(0, Math.min(30, columns - counts.length - 19));
  const done = Math.round(width * share);
  const bar = '█'.repeat(done) + '░'.repeat(width - done);
  return `${bar}${width > 0 ? '  ' : ''}${Math.floor(share * 100)} %  ${counts}`;
}

/** Shows how far a long job is: a live bar on a terminal, else a plain line every few seconds. */
export class ProgressDisplay {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #shownAtMs: number;

  /** @param now the present, ms, on any clock that only goes forward */
  constructor(stream: ProgressStream, now: () => number) {
    this.#stream = stream;
    this.#now = now;
    // A terminal gets its bar at once; a log file gets no line for what takes less than one interval.
    this.#shownAtMs = stream.isTTY ? Number.NEGATIVE_INFINITY : now();
  }

  /**
   * @param share from 0 to 1
   * @param countsOf what was counted, e.g. `5 of 10 files`; asked for only when it is shown
   */
  show(share: number, countsOf: () => string): void {
    const nowMs = this.#now();
    if (nowMs - this.#shownAtMs < (this.#stream.isTTY ? DRAW_MS : LINE_MS)) return;
    this.#shownAtMs = nowMs;
    const counts = countsOf();
    if (this.#stream.isTTY) this.#stream.write(CLEAR_LINE + progressLine(share, counts, this.#stream.columns || 80));
    else this.#stream.write(`${Math.floor(share * 100)} %  ${counts}\n`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#stream.isTTY) this.#stream.write(CLEAR_LINE);
  }
}
