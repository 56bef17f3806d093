import type { Page } from 'playwright';

/** What a page did that it must not do: complaints on its console, errors, requests to anybody but its own server. */
export function misdeeds(page: Page, origin: string): string[] {
  const seen: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) seen.push(`request: ${request.url()}`);
  });
  return seen;
}
