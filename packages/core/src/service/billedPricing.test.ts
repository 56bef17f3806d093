import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { COST_MODES } from '../model/CostMode.ts';
import type { Dimension } from '../model/Dimension.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { recordedRequest } from '../recorder/recordedRequest.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import type { BillingOption } from './billedPricing.ts';
import { type Usagekit, usagekit, type UsagekitOptions } from './usagekit.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-billing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(join(folder, 'usage.db')))],
])('billing on %s', (_, open) => {
  const kit = async (store: UsageStore, more: Partial<UsagekitOptions>): Promise<Usagekit> => {
    const usage = usagekit({ store, timeZone: 'UTC', now: () => NOW_MS, ...more });
    await usage.migrate();
    return usage;
  };
  const record = async (usage: Usagekit): Promise<void> => {
    const tokens = { inputTokens: 1_000_000, outputTokens: 0 };
    const at = NOW_MS - 3_600_000;
    for (const [provider, model] of [
      ['anthropic', 'claude-opus-5-5'],
      ['anthropic', 'claude-opus-5-5'],
      ['openai', 'gpt-5'],
      ['', 'acme-router-v2'],
    ] as const) {
      await usage.recorder.request({ session: 's', key: `${(keys += 1)}`, provider, model, at, usage: tokens });
    }
  };
  let keys = 0;
  const bases = async (usage: Usagekit) => {
    const { basis } = (await usage.service.getAnalytics('all')).coverage;
    return Object.fromEntries(Object.entries(basis).map(([name, { requests, usd }]) => [name, [requests, usd]]));
  };

  const byProvider: BillingOption = ({ provider }) => (provider === 'anthropic' ? 'subscription' : 'api');
  it.each<[string, BillingOption | undefined, number, number]>([
    ['nothing', undefined, 0, 3],
    ['api', 'api', 0, 3],
    ['subscription', 'subscription', 3, 0],
    ['a function', byProvider, 2, 1],
  ])('by %s', async (_name, billing, covered, byUse) => {
    const usage = await kit(open(), billing === undefined ? {} : { billing });
    await record(usage);
    const usd = (requests: number): number => [0, 1.25, 8, 9.25][requests] ?? 0;
    expect(await bases(usage)).toEqual({
      recorded: [0, 0],
      'list-price': [byUse, usd(byUse)],
      subscription: [covered, usd(covered)],
      unpriced: [1, 0],
    });
    await usage.close();
  });

  it('stays when requests are priced anew, and what had no price gets one on its basis', async () => {
    const store = open();
    const first = usagekit({ store, timeZone: 'UTC', now: () => NOW_MS, billing: 'subscription' });
    await first.migrate();
    await record(first);
    await first.recorder.flush();
    const row = { validFrom: '2026-01-01', knownFrom: '2026-01-01', source: 'contract' };
    const prices = priceBook({
      overrides: [
        { ...row, id: 'own/opus', provider: 'anthropic', model: 'claude-opus-5-5', rates: { input: '7', output: '9' } },
        { ...row, id: 'own/acme', provider: '', model: 'acme-router-v2', rates: { input: '2', output: '9' } },
      ],
    });
    const second = usagekit({ store, timeZone: 'UTC', now: () => NOW_MS, billing: 'subscription', prices });
    expect((await second.reprice()).run).toBeGreaterThan(0);
    expect(await bases(second)).toMatchObject({ 'list-price': [0, 0], subscription: [4, 17.25], unpriced: [0, 0] });
    // A kit that is not told keeps what is known.
    const third = usagekit({ store, timeZone: 'UTC', now: () => NOW_MS });
    await third.reprice();
    expect(await bases(third)).toMatchObject({ 'list-price': [0, 0], subscription: [4, 11.25] });
    await third.close();
  });

  const BY_USER: [string, Dimension[]][] = [
    ['the session', [dimension('user', { grain: 'session' })]],
    ['the request', [dimension('user', { grain: 'request' })]],
  ];
  it.each(BY_USER)('goes by a dimension of %s, recorded or read from a source', async (_name, dimensions) => {
    const billing: BillingOption = ({ dimensions: { user } }) => (user === 'alice' ? 'subscription' : 'api');
    const read: UsageSource = {
      id: 'host',
      label: 'Host',
      roots: () => [],
      files: () => [{ path: 'host', size: 0, mtimeMs: 0 }],
      read: async function* () {
        const { requests, sessions } = recordedRequest(
          { source: 'host', declared: dimensions, now: () => NOW_MS },
          { session: 'read', user: 'alice', model: 'claude-opus-5-5', usage: { inputTokens: 4_000_000 } },
        );
        yield { source: 'host', requests, sessions, toolCalls: [], turns: [], cursors: [] };
      },
    };
    const usage = await kit(open(), { dimensions, billing, sources: [read] });
    const of = (user: string) => ({ user, model: 'claude-opus-5-5', at: NOW_MS });
    await usage.recorder.request({ session: 's', key: 'a', ...of('alice'), usage: { inputTokens: 1_000_000 } });
    await usage.recorder.request({ session: 't', key: 'b', ...of('bob'), usage: { inputTokens: 500_000 } });
    const running = usage.recorder.start({ key: 'job', ...of('alice') });
    await running.update({ inputTokens: 1_000_000 });
    await running.complete({ inputTokens: 2_000_000 });
    await usage.sync();
    expect(await bases(usage)).toMatchObject({ 'list-price': [1, 2], subscription: [3, 28] });
    await usage.close();
  });

  it.each(BY_USER)('goes by a dimension of %s when a missing price is filled', async (_name, dimensions) => {
    const store = open();
    const billing: BillingOption = ({ dimensions: { user } }) => (user === 'alice' ? 'subscription' : 'api');
    const first = await kit(store, { dimensions, billing });
    const usage = { inputTokens: 1_000_000 };
    for (const user of ['alice', 'bob']) {
      await first.recorder.request({ session: user, key: user, user, model: 'acme-router-v2', at: NOW_MS, usage });
    }
    await first.recorder.flush();
    expect(await bases(first)).toMatchObject({ unpriced: [2, 0] });
    const row = { validFrom: '2026-01-01', knownFrom: '2026-01-01', source: 'contract' };
    const acme = { ...row, id: 'own/acme', provider: '', model: 'acme-router-v2', rates: { input: '2', output: '9' } };
    const second = await kit(store, { dimensions, billing, prices: priceBook({ overrides: [acme] }) });
    await second.reprice();
    expect(await bases(second)).toMatchObject({ 'list-price': [1, 2], subscription: [1, 2], unpriced: [0, 0] });
    await second.close();
  });

  it('is worth what its source recorded in every mode where no list has a price', async () => {
    const usage = await kit(open(), { billing: 'subscription' });
    const call = { session: 's', provider: 'anthropic', model: 'acme', at: NOW_MS - 3_600_000 };
    const tokens = { inputTokens: 1000, outputTokens: 10 };
    await usage.recorder.request({ ...call, key: '1', usage: { ...tokens, totalCostUsd: '2' } });
    await usage.recorder.request({ ...call, key: '2', usage: { ...tokens, totalCostUsd: '0.5' } });
    await usage.recorder.request({ ...call, key: '3', usage: tokens });
    const analytics = await Promise.all(
      COST_MODES.map((costs) => usage.service.getAnalytics({ start: '2026-11-01', end: '2026-11-30', costs })),
    );
    expect(analytics.map(({ cost }) => [cost.nanoUsd, cost.unpricedRequests])).toEqual(
      COST_MODES.map(() => ['2500000000', 1]),
    );
    const told = analytics.map(({ coverage: { basis, prices } }) => [
      basis.subscription.requests,
      prices?.undecidedRequests ?? 0,
    ]);
    expect(told).toEqual(COST_MODES.map(() => [2, 0]));
    await usage.close();
  });

  it('refuses another word', async () => {
    const wrong = 'flat' as unknown as 'api';
    const invalid = expect.objectContaining({ code: 'invalid_argument' });
    expect(() => usagekit({ store: open(), timeZone: 'UTC', billing: wrong })).toThrow(invalid);
  });
});
