/**
 * One prompt of a person and the work that followed it. Copies have the same `key` and are joined: earliest time, longest
 * engaged time (of those stated, if any is), smallest claim for the session.
 */
export interface TurnRecord {
  key: string;
  session: string;
  atMs: number;
  /** Time the agent worked on it: stated by the source, else the gaps between its records, each capped at five minutes. Whole ms, over before 2105. */
  engagedMs: number;
  /** The source did not state the time, or not yet: a stated one takes its place, be it shorter. */
  engagedIsEstimated?: boolean;
  /** 1 for a person's prompt; 0 for work nobody prompted (a scheduled or continued turn); of turns that are only counted their number, 2³¹ − 1 at most. */
  promptCount: number;
  claim: number;
}
