import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { RollupMeasures } from '../model/Rollup.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { claudeCode } from '../sources/claude-code/index.ts';
import { codex } from '../sources/codex/index.ts';
import { importUsage } from '../sources/importUsage.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { type GoldenFigures, type GoldenTool, goldenCases } from './goldenCases.ts';

const book = priceBook();
const cases = goldenCases();
const root = dirname(dirname(cases[0]?.folder ?? ''));
const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];

const figures = (m: RollupMeasures): GoldenFigures => {
  const { requests = 0n, unpricedRequests = 0n, costPico = 0n } = m;
  expect(costPico % 1000n).toBe(0n);
  return {
    requests: Number(requests),
    inputTokens: Number(m.input),
    cacheReadTokens: Number(m.cacheRead),
    cacheWrite5mTokens: Number(m.cacheWrite5m),
    cacheWrite1hTokens: Number(m.cacheWrite1h),
    outputTokens: Number(m.output),
    costNanoUsd: requests === unpricedRequests ? null : String(costPico / 1000n),
    unpricedRequests: Number(unpricedRequests),
  };
};

const OUTCOMES = {
  ok: 'ok',
  error: 'error',
  timeout: 'timeout',
  cancelled: 'cancelled',
  'denied-by-user': 'deniedByUser',
  'denied-by-rule': 'deniedByRule',
  pending: 'pending',
} as const;

/** What a store holds, in the form of `expected.json`. */
async function reading(store: UsageStore) {
  const usage = (by: string[]) => store.rollup({ family: 'usage', segments, bucket: 'total', by });
  const [total] = await usage([]);
  const models = Object.fromEntries((await usage(['model'])).map(({ key, measures }) => [key[0], figures(measures)]));
  const tools: Record<string, GoldenTool> = {};
  for (const { key, measures } of await store.rollup({
    family: 'tools',
    segments,
    bucket: 'total',
    by: ['tool', 'outcome'],
  })) {
    const [tool = '', outcome = ''] = key;
    const none = { calls: 0, ok: 0, error: 0, timeout: 0, cancelled: 0, deniedByUser: 0, deniedByRule: 0, pending: 0 };
    const of = (tools[tool] ??= none);
    const calls = Number(measures.calls);
    of.calls += calls;
    of[OUTCOMES[outcome as keyof typeof OUTCOMES]] += calls;
  }
  const { sessions, total: count } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 100, offset: 0 });
  return {
    totals: {
      sessions: count,
      toolCalls: Object.values(tools).reduce((sum, { calls }) => sum + calls, 0),
      ...figures(total?.measures ?? {}),
    },
    sessions: Object.fromEntries(
      sessions.map((s) => [
        s.id,
        {
          toolCalls: s.toolCalls,
          requests: s.requests,
          inputTokens: s.inputTokens,
          cacheReadTokens: s.cacheReadTokens,
          cacheWriteTokens: s.cacheWriteTokens,
          outputTokens: s.outputTokens,
          usd: s.costUsd,
          unpricedRequests: s.unpricedRequests,
        },
      ]),
    ),
    models,
    tools,
  };
}

const STORES: readonly [string, () => Promise<UsageStore>][] = [
  ['memory', async () => memoryStore()],
  [
    'SQLite',
    async () => {
      const store = sqliteStore(openSqlite(':memory:'));
      await store.migrate();
      return store;
    },
  ],
];

describe.each(STORES)('B07 golden conformance data, read into %s', (_name, open) => {
  it.each(cases)('$name', async ({ folder, expected }) => {
    const store = await open();
    const source = expected.source === 'codex' ? codex({ paths: [folder] }) : claudeCode({ paths: [folder] });
    const { skippedCount } = await importUsage({ store, sources: [source], price: (r) => costOf(r, book) });
    const { sessions, ...others } = await reading(store);
    const { totals, models, tools, brokenLines } = expected;
    expect({ ...others, brokenLines: skippedCount }).toEqual({ totals, models, tools, brokenLines });
    const listed = Object.entries(expected.sessions ?? {}).map(([id, s]) => {
      const { cacheWrite5mTokens, cacheWrite1hTokens, costNanoUsd, ...same } = s;
      const usd = costNanoUsd === null ? null : Number(costNanoUsd) / 1e9;
      return [id, { ...same, cacheWriteTokens: cacheWrite5mTokens + cacheWrite1hTokens, usd }];
    });
    expect(expected.sessions ? sessions : {}).toEqual(Object.fromEntries(listed));
    // Reading again changes nothing.
    await importUsage({ store, sources: [source], price: (r) => costOf(r, book) });
    expect(await reading(store)).toEqual({ sessions, ...others });
    await store.close();
  });
});

describe('the golden data itself', () => {
  it('covers both agents', () => {
    expect(cases.filter(({ expected }) => expected.source === 'claude-code').length).toBeGreaterThanOrEqual(10);
    expect(cases.filter(({ expected }) => expected.source === 'codex').length).toBeGreaterThanOrEqual(9);
  });

  it.each(cases)(
    '$name: parts add up to the totals, and the README names trap and rule',
    ({ name, folder, expected }) => {
      const { totals, sessions, models, tools } = expected;
      expect(name.startsWith(`${expected.source}/`)).toBe(true);
      const fields = [
        'requests',
        'inputTokens',
        'cacheReadTokens',
        'cacheWrite5mTokens',
        'cacheWrite1hTokens',
        'outputTokens',
        'unpricedRequests',
      ] as const;
      for (const parts of [Object.values(models), ...(sessions ? [Object.values(sessions)] : [])]) {
        for (const field of fields) expect(parts.reduce((sum, part) => sum + part[field], 0)).toBe(totals[field]);
        expect(parts.reduce((sum, part) => sum + BigInt(part.costNanoUsd ?? 0), 0n)).toBe(
          BigInt(totals.costNanoUsd ?? 0),
        );
      }
      expect(Object.keys(sessions ?? {})).toHaveLength(sessions ? totals.sessions : 0);
      for (const { calls, ...outcomes } of Object.values(tools)) {
        expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(calls);
      }
      const readme = readFileSync(join(folder, 'README.md'), 'utf8');
      expect(readme).toMatch(/^# .+\n\n\*\*Trap\.\*\* [\s\S]+\n\n\*\*Rule\.\*\* /);
    },
  );

  it('is listed whole in its README, by name and title', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const listed = [...readme.matchAll(/^\| \[`([^`]+)`\]\(([^)]+)\) +\| (.+?) +\|$/gm)].map(
      ([, name, link, title]) => [name, link, title],
    );
    const titles = cases.map(({ name, folder }) => {
      const [title = ''] = readFileSync(join(folder, 'README.md'), 'utf8').split('\n');
      return [name, `${name}/README.md`, title.slice(2)];
    });
    expect(listed).toEqual(titles);
  });

  it('is small enough to be part of the package, and is part of it', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(root, file)));
    const bytes = files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeLessThan(200_000);
    const manifest = JSON.parse(readFileSync(join(root, '../../package.json'), 'utf8')) as { files: string[] };
    expect(manifest.files).toContain('fixtures/golden');
  });
});
