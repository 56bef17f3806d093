import { defineConfig } from 'vitest/config';

// Vitest is started with `--config vitest.workspace.ts`.
export default defineConfig({
  test: {
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
