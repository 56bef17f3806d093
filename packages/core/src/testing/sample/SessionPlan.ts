/** How a session goes. `plain` works through its prompts and ends in an answer. */
export type SessionKind =
  | 'plain'
  /** Its last request fails for good. */
  | 'failed'
  /** The person stops it at work. */
  | 'interrupted'
  /** Another session begins with a copy of its history. */
  | 'forked'
  /** Taken up again the next day. */
  | 'resumed'
  /** Begins before midnight and goes on after it. */
  | 'overnight'
  /** Still at work when the sample ends. */
  | 'live';

/** What is decided of a session before it is written. */
export interface SessionPlan {
  agent: 'claude-code' | 'codex';
  /** Position among all sessions of the sample; seeds the session's own random stream. */
  position: number;
  kind: SessionKind;
  startMs: number;
  /** Nothing is written after it: the end of the sample, ms. */
  endMs: number;
  /** Name of the project folder. */
  project: string;
  model: string;
  /** Model of subagents. */
  smallModel: string;
  /** Version of the agent that writes the file. */
  version: string;
  /** Local time = UTC + this. */
  utcOffsetMs: number;
}

/** A transcript, as an agent would have written it. */
export interface SampleFile {
  /** Relative to the home directory. */
  path: string;
  /** Without line ends. */
  lines: string[];
}

/** Working directory of a project. */
export function workingDirectory(project: string): string {
  return `/home/dev/src/${project}`;
}
