import type { ChildProcess } from 'node:child_process';

import type { Browser, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startUsagekit } from '../src/testing/ranUsagekit.ts';
import { servedUrl } from '../src/testing/servedUrl.ts';
import { Workspace } from '../src/testing/Workspace.ts';
import { exampleUsage } from './exampleUsage.ts';
import { faults } from './faults.ts';
import { launchedBrowser } from './launchedBrowser.ts';
import { misdeeds } from './misdeeds.ts';
import { sidewaysScroll } from './sidewaysScroll.ts';

const MARCH = '?start=2026-03-01&end=2026-03-31&time_zone=UTC';

let work: Workspace;
let server: ChildProcess;
let url = '';
let browser: Browser;
let page: Page;
let wrong: string[];

beforeAll(async () => {
  work = new Workspace();
  await exampleUsage(work);
  server = startUsagekit(['serve', '--port', '0', '--path', 't'], work.home, { TZ: 'UTC' });
  url = await servedUrl(server);
  browser = await launchedBrowser();
});
afterAll(async () => {
  await browser?.close();
  server?.kill('SIGINT');
  work.remove();
});

async function opened(search: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<void> {
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  page.setDefaultTimeout(20_000);
  wrong = misdeeds(page, url);
  await page.goto(url + search);
  await page.getByRole('article', { name: 'Total cost' }).waitFor();
}

const card = (title: string): Promise<string> => page.getByRole('article', { name: title }).innerText();
const chart = (title: string): Locator => page.getByRole('group', { name: title, exact: true });

describe('the served dashboard', () => {
  beforeEach(() => opened(MARCH));
  afterEach(async () => {
    await page.close();
    // Whatever a test did: no complaint on the console, no request to anybody else.
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });

  it('shows the figures of the range in its address', async () => {
    expect(await card('Sessions')).toMatch(/\b41\b/);
    expect(await page.title()).toContain('Mar 1 – Mar 31, 2026');
    const answer = await (await fetch(`${url}api/analytics${MARCH}`)).json();
    expect(answer.sessions.total).toBe(41);
    expect(await card('Total cost')).toContain(`$${answer.cost.usd.toFixed(2)}`);
  });

  it('S1.19 changes the range, keeps it in the address, and goes back', async () => {
    const march = await card('Total cost');
    await page.getByRole('radio', { name: 'All time' }).check();
    await expect.poll(() => card('Sessions')).toMatch(/\b79\b/);
    expect(new URL(page.url()).searchParams.get('range')).toBe('all');
    expect(await card('Total cost')).not.toBe(march);
    await page.reload();
    await page.getByRole('article', { name: 'Total cost' }).waitFor();
    expect(await card('Sessions')).toMatch(/\b79\b/);
    await page.goBack();
    await expect.poll(() => card('Total cost')).toBe(march);
    expect(new URL(page.url()).search).toBe(MARCH);
  });

  it('S1.21 takes dates of one’s own', async () => {
    await page.getByRole('textbox', { name: 'From' }).fill('2026-03-10');
    await page.getByRole('textbox', { name: 'To', exact: true }).fill('2026-03-11');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => page.title()).toContain('Mar 10 – Mar 11, 2026');
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('start'), searchParams.get('end')]).toEqual(['2026-03-10', '2026-03-11']);
  });

  it('S3.03 groups by week and by month', async () => {
    const bars = chart('Cost over time');
    await bars.getByRole('button', { name: 'View as table' }).click();
    const rows = bars.getByRole('table').locator('tbody tr');
    expect(await rows.count()).toBe(31);
    await page.getByLabel('Group by').selectOption('week');
    await expect.poll(() => rows.count()).toBe(6);
    await page.getByLabel('Group by').selectOption('month');
    await expect.poll(() => rows.count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('group_by')).toBe('month');
  });

  it('S4.16 toggles between cost and tokens', async () => {
    const cost = chart('Cost over time');
    expect(await cost.innerText()).toContain('$');
    await cost.getByRole('radio', { name: 'Tokens' }).check();
    const tokens = chart('Tokens over time');
    await tokens.waitFor();
    expect(await tokens.locator('[data-part=takeaway]').innerText()).not.toContain('$');
    // A reload shows the same, and so does whoever is sent the address.
    expect(new URL(page.url()).searchParams.get('measure')).toBe('tokens');
    await page.reload();
    await tokens.waitFor();
    await tokens.getByRole('radio', { name: 'Cost' }).check();
    await chart('Cost over time').waitFor();
    expect(new URL(page.url()).searchParams.has('measure')).toBe(false);
  });

  it('B16 shows every chart as a table whose rows are the figures', async () => {
    const models = chart('Cost by model');
    await models.getByRole('button', { name: 'View as table' }).click();
    const table = await models.getByRole('table').innerText();
    for (const model of ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'gpt-5.4', 'acme-router-v2']) {
      expect(table).toContain(model);
    }
    expect(new URL(page.url()).searchParams.get('tables')).toBe('cost-by-model');
    await page.getByRole('radio', { name: 'All time' }).check();
    await expect.poll(() => card('Sessions')).toMatch(/\b79\b/);
    await page.reload();
    await models.getByRole('table').waitFor();
    await page.goBack();
    await expect.poll(() => card('Sessions')).toMatch(/\b41\b/);
    expect(await models.getByRole('table').isVisible()).toBe(true);
  });

  it('B16 walks a chart by keyboard from one tab stop', async () => {
    const figure = chart('Cost over time');
    await figure.getByRole('button', { name: 'How to read this chart' }).focus();
    await page.keyboard.press('Tab');
    const spoken = (): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await page.keyboard.press('Home');
    expect(await spoken()).toMatch(/^Cost over time\. .*Mar 1\b.*\$/);
    await page.keyboard.press('ArrowRight');
    expect(await spoken()).toMatch(/Mar 2\b/);
    await page.keyboard.press('End');
    expect(await spoken()).toMatch(/Mar 31\b/);
    await page.keyboard.press('ArrowLeft');
    expect(await spoken()).toMatch(/Mar 30\b/);
    expect(await figure.locator('.uk-tip').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await figure.locator('.uk-tip').count()).toBe(0);
    await page.keyboard.press('Tab');
    expect(await figure.evaluate((element) => element.contains(document.activeElement))).toBe(false);
  });

  it('S4.12 hides failed sessions and says so in the address', async () => {
    await page.getByLabel('Hide failed').check();
    // Three of March's 41 sessions failed: on the 2nd, the 12th and the 22nd.
    await expect.poll(() => card('Sessions')).toMatch(/\b38\b/);
    expect(new URL(page.url()).searchParams.get('hide_failed')).toBe('1');
    expect(await page.getByText('3 failed sessions').count()).toBe(1);
  });

  it('S2.18 reads everything again on demand, says how it went, and counts nothing twice', async () => {
    const before = await card('Total cost');
    const resync = page.getByRole('button', { name: 'Resync' });
    const status = page.locator('.resync').getByRole('status');
    expect(await status.innerText()).toBe('');
    await resync.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => status.innerText(), { timeout: 20_000 }).toMatch(/^Read \d+ transcripts again: /);
    expect(await resync.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await card('Total cost')).toBe(before);
    await page.route('**/api/sync', (route) => route.abort());
    await resync.click();
    await expect.poll(() => status.innerText()).toMatch(/^The transcripts were not read: .*does not answer/);
    wrong.length = 0;
  });

  it('is empty in words when the range is, and offers a way out', async () => {
    await page.goto(`${url}?start=2025-01-01&end=2025-01-31`);
    await page.getByRole('heading', { name: 'No usage in this range' }).waitFor();
    await page.getByRole('button', { name: 'Show all time' }).click();
    await expect.poll(() => card('Sessions')).toMatch(/\b79\b/);
  });

  it('begins with the last 30 days when its address makes no sense, and says so', async () => {
    await page.goto(`${url}?range=nonsense`);
    await page.getByRole('radio', { name: 'Last 30 days' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Last 30 days' }).isChecked()).toBe(true);
    const complaint = page.getByRole('alert');
    expect(await complaint.innerText()).toMatch(/'range' is 'nonsense'.* You see the last 30 days instead/);
    await page.getByRole('radio', { name: 'Last 7 days' }).check();
    await expect.poll(() => complaint.count()).toBe(0);
  });
});

describe('the served dashboard, whatever the reader', () => {
  afterEach(() => page.close());

  it.each(['light', 'dark'] as const)('has nothing that axe finds fault with, %s', async (colorScheme) => {
    await opened(MARCH, { colorScheme });
    expect(await faults(page)).toEqual([]);
    expect(wrong).toEqual([]);
  });

  it('follows the system between light and dark', async () => {
    await opened(MARCH, { colorScheme: 'light' });
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await background()).not.toBe(light);
  });

  it.each([390, 320, 768])('does not scroll sideways at %i pixels', async (width) => {
    await opened(MARCH, { viewport: { width, height: 844 } });
    expect(await sidewaysScroll(page)).toBe(0);
  });

  it('has nothing that axe finds fault with on a phone', async () => {
    await opened(MARCH, { viewport: { width: 390, height: 844 } });
    expect(await faults(page)).toEqual([]);
  });

  it('says what is needed where scripts are off', async () => {
    page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(url);
    expect(await page.locator('body').innerText()).toContain('This dashboard needs JavaScript');
  });

  it('says when the server is gone, and recovers', async () => {
    await opened(MARCH);
    await page.route('**/api/**', (route) => route.abort());
    await page.getByRole('radio', { name: 'All time' }).check();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('does not answer');
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => card('Sessions')).toMatch(/\b79\b/);
  });
});
