import { globSync, writeFileSync } from 'node:fs';

import { defineConfig } from 'tsup';

const components = globSync('src/{charts,controls,dashboard}/*.tsx').filter(
  (file) => !/\.(test|stories)\.tsx$/.test(file),
);

export default defineConfig({
  // Each component is an entry of its own, so that a bundler can leave out those that a host does not use.
  entry: {
    index: 'src/index.ts',
    styles: 'src/theme/styles.css',
    ...Object.fromEntries(components.map((file) => [file.slice('src/'.length, -'.tsx'.length), file])),
  },
  esbuildOptions: (options) => {
    options.chunkNames = 'parts/[name]-[hash]';
  },
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  splitting: true,
  clean: true,
  // TypeScript asks for the types of a style sheet too, where it checks imports that name nothing. Bundlers that load it as text give that as its default.
  onSuccess: async () => writeFileSync('dist/styles.css.d.ts', 'declare const text: string;\nexport default text;\n'),
  // Charts, controls and hooks keep state in the browser: every module of the kit is a client module.
  banner: ({ format }) => (format === 'esm' ? { js: "'use client';" } : {}),
});
