import { readFileSync } from 'node:fs';

import { defineConfig } from 'tsup';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, { default: string }>;
};
const entryPoints = Object.values(exports).map((entry) => entry.default.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts'));

export default defineConfig({
  // The last is the program of the thread that reads transcripts, which nothing imports: it is found beside the chunks.
  entry: [...entryPoints, 'src/sources/thread/usagekitReader.ts'],
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  splitting: true,
  clean: true,
  removeNodeProtocol: false,
  external: [/^node:/, 'vitest', 'fast-check'],
});
