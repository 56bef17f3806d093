import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/** The system's Chromium where there is one, else Playwright's own. */
export function launchedBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(existsSync(SYSTEM_CHROMIUM) && { executablePath: SYSTEM_CHROMIUM }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
