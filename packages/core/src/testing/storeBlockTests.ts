import { expect, it } from 'vitest';

import { zoneSegments } from '../metrics/zoneSegments.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, steady, toolCall } from './steadyUsage.ts';
import type { SqlContractTools } from './sqlStoreContract.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ZONE = 'Asia/Kathmandu';
const FROM = Date.UTC(2026, 0, 1);
const TO = FROM + 100 * DAY_MS;

const call = (session: string, atMs: number, of: Partial<ToolCallRecord>): ToolCallRecord =>
  toolCall(`c${atMs}`, session, atMs, { durationMs: 5, ...of });

/** Three months: a session every thirteen hours, of two projects, some of which failed. */
const months = (): UsageBatch => {
  const { requests, sessions } = steady(FROM, TO, 13 * HOUR_MS);
  return batch({
    requests: requests.map((of, i) => ({ ...of, model: i % 3 === 0 ? 'm2' : 'm1', outputTokens: i })),
    sessions: sessions.map((of, i) => ({
      ...of,
      project: i % 2 === 0 ? 'p' : 'q',
      status: i % 11 === 0 ? 'failed' : of.status,
    })),
    toolCalls: requests.map(({ session: of, atMs }, i) =>
      call(of, atMs, { tool: i % 4 === 0 ? 'Read' : 'Bash', outcome: i % 7 === 0 ? 'error' : 'ok' }),
    ),
  });
};

/** Questions over whole months, and over parts of them. */
const questions = (): RollupQuery[] =>
  [
    { startMs: FROM, endMs: TO },
    { startMs: FROM + 10 * DAY_MS, endMs: TO - 5 * DAY_MS },
  ].flatMap((range) => {
    const segments = zoneSegments(range, ZONE);
    return [
      { family: 'usage', segments, bucket: 'day', by: ['model'] },
      { family: 'usage', segments, bucket: 'total', by: ['project'] },
      { family: 'usage', segments, bucket: 'total', by: ['project', 'model'], where: { project: ['q'] } },
      { family: 'sessions', segments, bucket: 'day', by: ['status'], hideFailed: true },
      { family: 'sessions', segments, bucket: 'weekHour', by: [], measures: ['sessions'] },
      { family: 'sessions', segments, bucket: 'weekHour', by: [], measures: ['sessions'], where: { project: ['q'] } },
      { family: 'sessions', segments, bucket: 'total', by: ['model'] },
      {
        family: 'sessions',
        segments,
        bucket: 'total',
        by: ['project'],
        measures: ['sessions'],
        where: { model: ['m2'] },
      },
      { family: 'usage', segments, bucket: 'total', by: ['project'], where: { source: ['codex'] } },
      { family: 'tools', segments, bucket: 'total', by: ['tool', 'outcome'], where: { project: ['p'] } },
      { family: 'tools', segments, bucket: 'day', by: ['outcome'], where: { project: ['p'] } },
    ] satisfies RollupQuery[];
  });

/** Questions in a zone whose days are not kept, and whose clocks change; the range begins and ends within days. */
const awayQuestions = (): RollupQuery[] => {
  const range = { startMs: FROM + 7 * HOUR_MS + 11, endMs: TO - 10 * DAY_MS + HOUR_MS };
  const segments = zoneSegments(range, 'America/St_Johns');
  return [
    { family: 'usage', segments, bucket: 'day', by: ['model', 'basis'] },
    { family: 'usage', segments, bucket: 'weekHour', by: [], hideFailed: true },
    { family: 'usage', segments, bucket: 'slot', by: ['model'] },
    { family: 'usage', segments, bucket: 'total', by: ['model', 'project'] },
    { family: 'tools', segments, bucket: 'day', by: ['outcome'] },
    { family: 'tools', segments, bucket: 'total', by: ['tool'] },
    { family: 'sessions', segments, bucket: 'day', by: ['status'] },
    { family: 'sessions', segments, bucket: 'weekHour', by: [], measures: ['sessions'] },
    { family: 'sessions', segments, bucket: 'total', by: ['project'] },
  ];
};

async function answers(store: UsageStore): Promise<unknown[]> {
  const all: unknown[] = (await store.rollups([...questions(), ...awayQuestions()])).map(comparableRows);
  const { segments } = questions()[0] as RollupQuery;
  const { segments: away } = awayQuestions()[0] as RollupQuery;
  all.push(await store.sessions({ segments: away, sortBy: 'cost', sortOrder: 'desc', limit: 20, offset: 3 }));
  all.push((await store.lastSigns({ segments: away, where: { status: ['failed'] } })).toSorted());
  all.push(await store.sessions({ segments, sortBy: 'cost', sortOrder: 'desc', limit: 20, offset: 3 }));
  return all;
}

/** Blocks of local days: as good as the days that they are made of, never better. */
export function storeBlockTests({ database }: SqlContractTools): void {
  it('months of days that are kept together equal the definition, whatever is written into them later', async () => {
    const shared = await database();
    const [store, oracle] = [await shared.open(), memoryStore()];
    store.declare({ zones: [ZONE] });
    const both = async (of: UsageBatch): Promise<void> => {
      await store.write(of, examplePrice);
      await oracle.write(of, examplePrice);
      expect(await answers(store)).toEqual(await answers(oracle));
    };
    await both(months());
    await store.drain();
    expect(await answers(store)).toEqual(await answers(oracle));
    const old = FROM + 60 * DAY_MS;
    // What comes late, what moves and what turns out to have failed, in the middle of what is kept together.
    await both(batch({ requests: [request('late', 'late', old, { outputTokens: 7777 })] }));
    await both(batch({ sessions: [session('late', old, { status: 'failed', statusAtMs: old + 1, project: 'q' })] }));
    await store.drain();
    await both(batch({ requests: [request('late', 'moved', old + 40 * DAY_MS, { claim: -1, outputTokens: 7777 })] }));
    await store.drain();
    expect(await answers(store)).toEqual(await answers(oracle));
    expect(await store.check()).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
  });

  it('days and months of many values are kept in parts, and whole again when few are left', async () => {
    const shared = await database();
    const [store, oracle] = [await shared.open(), memoryStore()];
    store.declare({ zones: ['UTC'] });
    const step = (claim: number, project: (i: number) => string): UsageBatch =>
      batch({
        requests: Array.from({ length: 620 }, (_, i) => request(`r${i}`, `s${i}`, FROM + i * 60_000)),
        sessions: Array.from({ length: 620 }, (_, i) => session(`s${i}`, FROM, { project: project(i), claim })),
      });
    const end = batch({ requests: [request('end', 'end', FROM + 70 * DAY_MS)] });
    const asked = async (of: UsageStore) => {
      const answer: unknown[] = [];
      for (const days of [1, 64]) {
        const segments = zoneSegments({ startMs: FROM, endMs: FROM + days * DAY_MS }, 'UTC');
        for (const project of [['p0'], ['p5', 'p13', 'p600'], ['x'], ['x', 'y', 'p1'], ['']]) {
          const rows = await of.rollups([
            { family: 'usage', segments, bucket: 'total', by: ['model'], where: { project } },
            { family: 'usage', segments, bucket: 'day', by: ['project'], where: { project } },
            { family: 'sessions', segments, bucket: 'day', by: ['status'], where: { project } },
            { family: 'usage', segments, bucket: 'total', by: ['project'] },
          ]);
          answer.push(rows.map(comparableRows));
        }
      }
      return answer;
    };
    const isRight = async (of: UsageBatch): Promise<void> => {
      for (const each of [store, oracle]) await each.write(of, examplePrice, { bulk: true });
      await store.drain();
      expect(await asked(store)).toEqual(await asked(oracle));
      expect((await store.check()).differences).toEqual([]);
    };
    await isRight(end);
    await isRight(step(5, (i) => `p${i}`));
    await isRight(step(1, (i) => (i % 9 === 0 ? `p${i}` : 'x')));
    await isRight(step(0, (i) => `p${i}`));
    await shared.execute('delete from uk_marginal where part > 0');
    expect((await store.check()).differences).not.toEqual([]);
    await store.rebuild();
    await isRight(end);
  });

  it('months whose sums are too large to be kept are as right as their days', async () => {
    const [store, oracle] = [await (await database()).open(), memoryStore()];
    store.declare({ zones: ['UTC'] });
    const days = steady(FROM, TO, DAY_MS);
    const requests = days.requests.map((of) => ({ ...of, model: 'unpriced', inputTokens: 2 ** 51 }));
    for (const each of [store, oracle]) await each.write({ ...days, requests }, examplePrice);
    await store.drain();
    const segments = zoneSegments({ startMs: FROM, endMs: TO }, 'UTC');
    for (const family of ['usage', 'sessions'] as const) {
      for (const by of [[], ['project']]) {
        const query = { family, segments, bucket: 'total', by } as const;
        expect(comparableRows(await store.rollup(query))).toEqual(comparableRows(await oracle.rollup(query)));
      }
    }
    expect((await store.check()).differences).toEqual([]);
  });

  it('months are read without their days, and damage to either is found and mended', async () => {
    const shared = await database();
    const store = await shared.open();
    store.declare({ zones: ['UTC'] });
    await store.write(months(), examplePrice);
    await store.drain();
    const months3 = { startMs: FROM + 10 * DAY_MS, endMs: FROM + 95 * DAY_MS, offsetSlots: 0 };
    const total = async () =>
      (await store.rollup({ family: 'usage', segments: [months3], bucket: 'total', by: [] }))[0]?.measures;
    const expected = await total();
    const middle = (FROM + 75 * DAY_MS) / DAY_MS;
    await shared.execute(`delete from uk_marginal where offset_slots = 0 and day = ${middle}`);
    expect(await total()).toEqual(expected);
    await shared.execute('delete from uk_marginal where offset_slots > 1000 and day > 640 and family = 0');
    const { differences } = await store.check();
    expect(differences.filter((d) => d.detail.includes('block'))).not.toEqual([]);
    expect(differences.filter((d) => d.detail.includes('marginals of usage differ'))).not.toEqual([]);
    expect(differences.filter((d) => d.detail.includes('marginals of usageSlots'))).toHaveLength(1);
    await store.rebuild();
    expect((await store.check()).differences).toEqual([]);
    expect(await total()).toEqual(expected);
  });
}
