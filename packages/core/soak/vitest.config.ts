import { defineConfig, mergeConfig } from 'vitest/config';

import core from '../vitest.config.ts';

// The package's own tests, with the seed of the environment.
export default mergeConfig(core, defineConfig({ root: '.', test: { testTimeout: 3_600_000 } }));
