import { pathToFileURL } from 'node:url';

import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { Workspace } from '../src/testing/Workspace.ts';
import { exampleUsage } from './exampleUsage.ts';
import { faults } from './faults.ts';
import { launchedBrowser } from './launchedBrowser.ts';
import { misdeeds } from './misdeeds.ts';
import { sidewaysScroll } from './sidewaysScroll.ts';

let work: Workspace;
let url = '';
let browser: Browser;
let page: Page;

beforeAll(async () => {
  work = new Workspace();
  await exampleUsage(work);
  const range = ['--since', '2026-03-01', '--until', '2026-03-31', '--time-zone', 'UTC'];
  const { code, stderr } = await work.run('report', '--format', 'html', ...range, '--out', 'report.html');
  if (code !== 0) throw new Error(stderr);
  url = pathToFileURL(work.path('report.html')).href;
  browser = await launchedBrowser();
});
afterAll(async () => {
  await browser?.close();
  work.remove();
});
afterEach(() => page.close());

describe('the HTML report, opened from disk', () => {
  it.each(['light', 'dark'] as const)(
    'asks for nothing and has nothing that axe finds fault with, %s',
    async (colorScheme) => {
      page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
      const wrong = misdeeds(page, url);
      await page.goto(url);
      expect(await page.title()).toBe('AI usage report, Mar 1 – Mar 31, 2026');
      expect(await faults(page)).toEqual([]);
      expect(wrong).toEqual([]);
    },
  );

  it.each([1440, 768, 390, 320])(
    'shows one drawing of every chart and does not scroll sideways at %i pixels',
    async (width) => {
      page = await browser.newPage({ viewport: { width, height: 844 } });
      await page.goto(url);
      expect(await sidewaysScroll(page)).toBe(0);
      const shown = await page
        .locator('.uk-canvas')
        .evaluateAll((all) =>
          all.map((c) => [...c.children].filter((v) => v.getBoundingClientRect().height > 0).length),
        );
      expect(shown.length).toBeGreaterThan(3);
      expect(new Set(shown)).toEqual(new Set([1]));
    },
  );

  it('opens the figures of a chart without a script', async () => {
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    const figure = page.getByRole('group', { name: 'Cost over time' });
    await figure.getByText('Show the figures').click();
    expect(await figure.getByRole('table').locator('tbody tr').count()).toBe(31);
    expect((await figure.getByRole('table').boundingBox())?.height).toBeGreaterThan(300);
  });

  it('prints light, with every table, on pages it does not overflow', async () => {
    page = await browser.newPage({ viewport: { width: 703, height: 1000 }, colorScheme: 'dark' });
    await page.goto(url);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    const heights = await page.locator('table').evaluateAll((all) => all.map((t) => t.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(5);
    expect(heights.filter((height) => height < 20)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  });
});
