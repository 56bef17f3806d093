import { claudeFile } from './claudeFile.ts';
import { claudeTranscript } from './claudeTranscript.ts';
import { codexTranscript } from './codexTranscript.ts';
import { type SampleOptions, sampleSchedule } from './sampleSchedule.ts';
import { sampleRandom } from './sampleRandom.ts';
import { emptySampleTruth, type SampleTruth } from './SampleTruth.ts';
import type { SampleFile, SessionPlan } from './SessionPlan.ts';

/** A sample: its files one by one, as often as they are asked for, and what a reader must find in them. */
export interface SampleTranscripts extends Iterable<SampleFile> {
  /** Makes the whole sample once to count it. */
  truth(): SampleTruth;
}

/**
 * A year of a small team with two coding agents, as the files that Claude Code and Codex would have left in a home directory: streamed duplicates,
 * subagents, forks that repeat their history, counts sent twice, failed and interrupted sessions, a model without a price. It is made from the seed alone:
 * the same options give the same bytes. All names and texts in it are invented.
 *
 * @example
 * [...sampleTranscripts({ end: Date.UTC(2026, 10, 20), days: 7 })][0]?.path.startsWith('.') // => true
 */
export function sampleTranscripts(options: SampleOptions): SampleTranscripts {
  const { seed = 1 } = options;
  return {
    [Symbol.iterator]: () => files(options, seed, emptySampleTruth()),
    truth: () => {
      const truth = emptySampleTruth();
      const all = files(options, seed, truth);
      while (!all.next().done);
      return truth;
    },
  };
}

function* files(options: SampleOptions, seed: number, truth: SampleTruth): Generator<SampleFile> {
  const plans = sampleSchedule(options);
  for (const plan of plans) {
    const random = sampleRandom(seed, plan.position);
    yield* plan.agent === 'codex' ? codexTranscript(random, plan, truth) : claudeTranscript(random, plan, truth);
  }
  const first = plans[0];
  if (first) yield stateOnlyFile(seed, first);
}

/** Opened and closed without a word: no session. */
const stateOnlyFile = (seed: number, plan: SessionPlan): SampleFile => {
  const random = sampleRandom(seed, -2);
  const file = claudeFile(random, plan, { sessionId: random.uuid() });
  file.addState({ type: 'mode', mode: 'normal' });
  return file.text();
};
