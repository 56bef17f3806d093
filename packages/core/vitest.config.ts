import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'core',
    include: ['src/**/*.test.ts'],
    env: { TZ: process.env['TZ'] ?? 'Asia/Kathmandu' },
    setupFiles: ['./src/testing/seededCases.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests share no state: a fresh worker per file would take a third of the time of all.
    isolate: false,
  },
});
