/** A line (or a whole file, `line: 0`) that could not be used, and why. Nothing of its content is kept. */
export interface SkippedLine {
  file: string;
  /** 1-based line number; 0 for the file as a whole. */
  line: number;
  reason: string;
}
