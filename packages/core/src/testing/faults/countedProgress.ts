import type { StatementListener } from './openFaultTarget.ts';

/** Statements of one kind after another that make one step. */
const STATEMENTS_A_STEP = 20;

/**
 * Counts what a store does in steps: each begin, commit and other statement that changes how the store is kept is one; of those that read and write rows, many of
 * a kind together are one. So a step chosen at random is often near a commit.
 */
export function countedProgress(onStep: (step: number) => void): {
  listener: StatementListener;
  start(): void;
  stop(): void;
} {
  let [step, repeated, last, counting] = [0, 0, '', false];
  return {
    listener(statement) {
      if (!counting) return;
      repeated = statement === last ? repeated + 1 : 0;
      last = statement;
      if (repeated % STATEMENTS_A_STEP !== 0) return;
      step += 1;
      onStep(step);
    },
    start: () => (counting = true),
    stop: () => (counting = false),
  };
}
