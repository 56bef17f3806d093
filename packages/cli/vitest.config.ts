import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'cli',
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/testing/requireBuild.ts'],
    env: { TZ: process.env['TZ'] ?? 'Asia/Kathmandu' },
    testTimeout: 60_000,
    // Tests share no state: a fresh worker per file would take longer than many of them.
    isolate: false,
  },
});
