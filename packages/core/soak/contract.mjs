import { testRun } from './testRun.mjs';

/** The store contract on every engine, with this many generated cases. */
export function contract({ seed, cases, 'tenant-queries': queries }) {
  return testRun(['src/storage', '-t', 'store contract'], {
    USAGEKIT_SOAK_SEED: seed,
    USAGEKIT_CONTRACT_CASES: cases,
    USAGEKIT_CONTRACT_TENANT_QUERIES: queries,
  });
}
