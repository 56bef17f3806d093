import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'e2e',
    root: import.meta.dirname,
    include: ['e2e/**/*.e2e.test.ts'],
    globalSetup: ['src/testing/requireBuild.ts'],
    env: { TZ: process.env['TZ'] ?? 'Asia/Kathmandu' },
    // Pages on a busy machine take their time; a wait ends as soon as what it waits for is there.
    expect: { poll: { timeout: 15_000, interval: 50 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One browser at a time: the tests drive pages that measure themselves.
    fileParallelism: false,
  },
});
