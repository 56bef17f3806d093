import { assertTranscriptOptions } from '../assertTranscriptOptions.ts';
import { transcriptFiles } from '../transcriptFiles.ts';
import { transcriptRead } from '../transcriptRead.ts';
import type { UsageSource } from '../UsageSource.ts';
import { CodexParser } from './parse.ts';
import { codexRoots } from './paths.ts';
import { codexReadPlan } from './readPlan.ts';

/** Where transcripts of Codex are. */
export interface CodexOptions {
  /** Folders or files to read instead of the default places; an empty list reads nothing. */
  paths?: readonly string[];
  /** Environment in which the default places are looked up; the process's own when absent. */
  env?: Record<string, string | undefined>;
}

export { codexPlaces } from './paths.ts';

const read = transcriptRead('codex', (...of) => new CodexParser(...of), codexReadPlan);

/**
 * Rollouts of the Codex command line. What is counted, and what is not, is in this folder's README.
 *
 * @throws UsageError `invalid_argument` for options, or paths, that are none
 */
export function codex(options: CodexOptions = {}): UsageSource {
  assertTranscriptOptions('codex', options);
  const { paths, env = process.env } = options;
  const roots = (): string[] => (paths ? [...paths] : codexRoots(env));
  return {
    id: 'codex',
    label: 'Codex',
    roots,
    files: (onSkipped) => transcriptFiles(roots(), onSkipped),
    read,
  };
}
