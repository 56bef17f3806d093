import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

/** A Chromium that is installed already; where there is none, Playwright's own is used. */
const installed = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const executable = existsSync(installed) ? { executablePath: installed } : {};

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// Every story is a test: it renders without an error, passes axe, and its play function holds.
export default defineConfig({
  plugins: [storybookTest({ configDir: fileURLToPath(new URL('.', import.meta.url)) })],
  test: {
    name: 'storybook',
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { ...executable, args } }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
