import type { Page } from 'playwright';

/** How far the page is wider than its window, px. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
