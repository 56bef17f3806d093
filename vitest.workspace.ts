import { defineConfig } from 'vitest/config';

// Vitest is started with `--config vitest.workspace.ts`.
export default defineConfig({
  test: {
    // Much of the suite waits for servers, processes and files: one worker a processor leaves none idle.
    maxWorkers: '100%',
    projects: [
      'packages/core/vitest.config.ts',
      'packages/react/vitest.config.ts',
      'packages/cli/vitest.config.ts',
      'packages/cli/vitest.e2e.config.ts',
      '.storybook/vitest.config.ts',
      'scripts/vitest.config.ts',
    ],
  },
});
