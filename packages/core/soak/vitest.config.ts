import { defineConfig, mergeConfig } from 'vitest/config';

import core from '../vitest.config.ts';

// The package's own tests, seeded.
export default mergeConfig(
  core,
  defineConfig({ root: '.', test: { setupFiles: ['./soak/seed.mjs'], testTimeout: 3_600_000 } }),
);
