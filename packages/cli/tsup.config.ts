import { readFileSync } from 'node:fs';

import { defineConfig } from 'tsup';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

export default defineConfig({
  // The second is the program of the thread that reads transcripts; it must lie beside the chunks under this name.
  entry: ['src/index.ts', 'src/usagekitReader.ts'],
  format: 'esm',
  target: 'node22',
  platform: 'node',
  // Every command is a chunk of its own, so that `--help` and `sync` never load React.
  minify: true,
  splitting: true,
  // `node:sqlite` exists under no other name.
  removeNodeProtocol: false,
  clean: true,
  noExternal: [/.*/],
  loader: { '.css': 'text' },
  esbuildOptions: (options) => {
    // The library's chunks import each other for their order alone; without side effects there is none to keep.
    options.logOverride = { 'ignored-bare-import': 'silent' };
  },
  define: { USAGEKIT_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
});
