import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/storage/index.ts',
    'src/storage/memory/index.ts',
    'src/storage/sqlite/index.ts',
    'src/storage/postgres/index.ts',
    'src/service/index.ts',
    'src/recorder/index.ts',
    'src/sources/index.ts',
    'src/sources/claude-code/index.ts',
    'src/sources/codex/index.ts',
    'src/sources/thread/index.ts',
    'src/sources/thread/usagekitReader.ts',
    'src/sources/table/index.ts',
    'src/testing/sample/index.ts',
    'src/testing/index.ts',
    'src/testing/goldenCases.ts',
  ],
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  splitting: true,
  clean: true,
  removeNodeProtocol: false,
  external: [/^node:/, 'vitest', 'fast-check'],
});
