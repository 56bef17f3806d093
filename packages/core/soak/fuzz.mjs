import { testRun } from './testRun.mjs';

/** This many damaged lines through each source. */
export function fuzz({ seed, lines }) {
  return testRun(['src/testing/mutatedLines.test.ts'], { USAGEKIT_SOAK_SEED: seed, USAGEKIT_FUZZ_LINES: lines });
}
