import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { '@usagekit/core': fileURLToPath(new URL('../core/src/index.ts', import.meta.url)) },
  },
  test: {
    name: 'react',
    root: fileURLToPath(new URL('.', import.meta.url)),
    // Tests that need a page say so in their first line.
    environment: 'node',
    testTimeout: 30_000,
    // Tests share no state but the page, which is cleaned after each: a fresh worker per file would take longer than the tests.
    isolate: false,
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    env: { TZ: process.env['TZ'] ?? 'Asia/Kathmandu' },
    setupFiles: ['src/testing/setup.ts'],
  },
});
