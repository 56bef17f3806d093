import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

/** Builds the single-page dashboard that `usagekit serve` hands out. */
export default defineConfig({
  root: fileURLToPath(new URL('src/app', import.meta.url)),
  // Relative, so that the dashboard also works under a path of a reverse proxy.
  base: './',
  build: {
    outDir: fileURLToPath(new URL('dist/app', import.meta.url)),
    emptyOutDir: true,
    modulePreload: false,
    // Data: URLs are not allowed by the page's content security policy, except for its icon.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Every module of the kit begins with 'use client', which means nothing in a page without a server part.
      onLog: (level, log, handler) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
      },
    },
  },
});
