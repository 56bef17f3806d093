import { expect, it } from 'vitest';

import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RunRecord } from '../model/RunRecord.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { exampleDimensions, examplePrice } from './ledgerArbitraries.ts';
import { comparableRows } from './queryArbitraries.ts';
import { batch, request, session, toolCall } from './steadyUsage.ts';
import type { ContractTools } from './contractTools.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;
const LARGE = Number.MAX_SAFE_INTEGER;
const TURN: TurnRecord = { key: 'u', session: 's', atMs: AT_MS, engagedMs: 1, promptCount: 1, claim: 0 };
const RUN: RunRecord = {
  id: 'run',
  workspace: 'w',
  status: 'running',
  statusAtMs: 0,
  totalTables: 1,
  startedMs: AT_MS,
  completedMs: null,
};

const EXAMPLE_KEY = examplePrice(request('r', 's', AT_MS)).priceKey;

/** Values as they come from JavaScript, where no type is checked. */
type Untyped = Record<string, unknown>;
const untyped = (of: Untyped): object => of;
const ofRequest = (of: Untyped) => batch({ requests: [request('r', 's', AT_MS, untyped(of))] });
const ofCall = (of: Untyped) => batch({ toolCalls: [toolCall('c', 's', AT_MS, untyped(of))] });
const ofTurn = (of: Untyped) => batch({ turns: [{ ...TURN, ...untyped(of) }] });
const ofSession = (of: Untyped) => batch({ sessions: [session('s', AT_MS, untyped(of))] });
const ofRun = (of: Untyped) => batch({ runs: [{ ...RUN, ...untyped(of) }] });

const whole = (...names: string[]): Untyped[] =>
  names.flatMap((name) =>
    [-1, 0.5, Number.NaN, Infinity, null, '1', 1n, LARGE + 1].map((value) => ({ [name]: value })),
  );
/** Whole numbers that may be below zero. */
const signed = (...names: string[]): Untyped[] => whole(...names).filter((of) => !Object.values(of).includes(-1));
const words = (...names: string[]): Untyped[] =>
  names.flatMap((name) => ['success', '', null, undefined, 0, 'constructor'].map((value) => ({ [name]: value })));
const texts = (...names: string[]): Untyped[] =>
  names.flatMap((name) => [42, null, undefined, ['a'], {}].map((value) => ({ [name]: value })));
const claims: Untyped[] = [undefined, null, Number.NaN, 0.5, 5 * 2 ** 42, 2 ** 50, LARGE, -(2 ** 46)].map((claim) => ({
  claim,
}));
const dims = (name: string): Untyped[] => [
  ...[42, true, ['a'], {}, 42n].map((value) => ({ dimensions: { [name]: value } })),
  { dimensions: ['a'] },
  { dimensions: 'a' },
];
const times = (...names: string[]): Untyped[] =>
  names.flatMap((name) => [Number.NaN, undefined, 0.5, 2 ** 60, Date.UTC(2100)].map((value) => ({ [name]: value })));

/** Records that are none, by kind. */
const REFUSED: [what: string, make: (of: Untyped) => UsageBatch, cases: Untyped[][]][] = [
  [
    "request 'r'",
    ofRequest,
    [
      whole('requestCount', 'webSearchRequests', 'inputTokens', 'recordedNanoUsd'),
      signed('revision'),
      [{ requestCount: LARGE }, { requestCount: 2 ** 31 }],
      words('grain', 'quality'),
      texts('session', 'kind'),
      times('atMs'),
      dims('endpoint'),
      claims,
    ],
  ],
  [
    "tool call 'c'",
    ofCall,
    [
      whole('durationMs', 'callCount'),
      [{ durationMs: LARGE }, { durationMs: 8.7e15 }, { durationMs: Date.UTC(2105) - AT_MS }, { callCount: LARGE }],
      words('outcome', 'approval'),
      texts('tool', 'approvalSource'),
      times('atMs'),
      dims('step'),
      claims,
    ],
  ],
  [
    "turn 'u'",
    ofTurn,
    [
      whole('engagedMs', 'promptCount'),
      [{ engagedMs: LARGE }, { promptCount: LARGE }, { engagedIsEstimated: 1 }],
      times('atMs'),
      claims,
    ],
  ],
  [
    "session 's'",
    ofSession,
    [
      whole('apiMs'),
      [{ apiMs: LARGE }, { run: 5 }, { run: ['run'] }],
      [0.5, Number.NaN, -2, undefined].map((statusPosition) => ({ statusPosition })),
      words('status'),
      texts('parent', 'project'),
      times('lastAtMs', 'statusAtMs'),
      dims('user'),
      claims,
    ],
  ],
  [
    "run 'run'",
    ofRun,
    [
      whole('totalTables'),
      [{ startedMs: 1 }],
      words('status'),
      texts('workspace'),
      times('startedMs', 'completedMs', 'statusAtMs'),
    ],
  ],
];

const WRONG_PRICES: Untyped[] = [
  ...[-1, 0.5, Number.NaN, Infinity, LARGE + 1, 2 ** 63, '1', 1n, undefined].map((nanoUsd) => ({ nanoUsd })),
  ...[-1, 1000, 0.5, Number.NaN, undefined, null].map((picoRest) => ({ picoRest })),
  { nanoUsd: null, picoRest: 5 },
  ...['free', '', null, undefined].map((basis) => ({ basis })),
  ...[null, undefined, {}, { ...EXAMPLE_KEY, promptBand: -1 }, { ...EXAMPLE_KEY, model: 1 }].map((priceKey) => ({
    priceKey,
  })),
  { bookId: undefined },
];

const said = (of: Untyped): string =>
  JSON.stringify(of, (_, value: unknown) =>
    typeof value === 'bigint' || typeof value === 'number' || value === undefined ? String(value) : value,
  );

/** Records that are none are refused by every store; those that leave something out as JavaScript does are not. */
export function storeRefusalTests({ fresh }: ContractTools): void {
  it.each(REFUSED)(
    'a %s that is none is refused before anything is written, and the error names it',
    async (what, make, cases) => {
      const good = batch({
        requests: [request('good', 'good', AT_MS)],
        sessions: [session('good', AT_MS)],
        runs: [{ ...RUN, id: 'good' }],
      });
      for (const store of [await fresh(), memoryStore()]) {
        for (const of of cases.flat()) {
          const bad = make(of);
          const written = {
            ...bad,
            requests: [...good.requests, ...bad.requests],
            sessions: [...good.sessions, ...bad.sessions],
            runs: [...(good.runs ?? []), ...(bad.runs ?? [])],
          };
          const error: unknown = await store.write(written, examplePrice).catch((thrown: unknown) => thrown);
          expect([said(of), error]).toMatchObject([said(of), { code: 'invalid_argument' }]);
          expect(String(error)).toContain(what);
        }
        expect(await store.extent()).toMatchObject({ revision: 0, latestMs: null });
        expect(await store.runs({ limit: 9, offset: 0 })).toEqual({ runs: [], total: 0 });
      }
    },
  );

  it('a source whose id has a NUL is refused: its keys would be those of another', async () => {
    for (const store of [await fresh(), memoryStore()]) {
      await store.write(batch({ source: 'a', requests: [request('b\0c', 's\0t', AT_MS)] }), examplePrice);
      const source = 'a\0b';
      const refusal = { code: 'invalid_argument', message: expect.stringContaining('NUL') };
      const same = batch({ source, requests: [request('c', 't', AT_MS)] });
      await expect(store.write(same, examplePrice)).rejects.toMatchObject(refusal);
      await expect(store.reset({ source, run: 'run' }, 'x')).rejects.toMatchObject(refusal);
      const page = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;
      expect((await store.sessions(page)).sessions).toMatchObject([{ id: 's\0t', source: 'a', requests: 1 }]);
    }
  });

  it('a price that is none is refused, and nothing is written', async () => {
    const written = batch({
      requests: [request('good', 'good', AT_MS), request('bad', 'good', AT_MS)],
      sessions: [session('good', AT_MS)],
    });
    for (const store of [await fresh(), memoryStore()]) {
      for (const of of WRONG_PRICES) {
        const price = (asked: RequestRecord) =>
          asked.key === 'good' ? examplePrice(asked) : { ...examplePrice(asked), ...untyped(of) };
        const error: unknown = await store.write(written, price).catch((thrown: unknown) => thrown);
        expect([said(of), error]).toMatchObject([said(of), { code: 'invalid_argument' }]);
        expect(String(error)).toContain("the price of request 'bad'");
      }
      expect(await store.extent()).toMatchObject({ latestMs: null });
      expect(await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 })).toMatchObject({
        total: 0,
      });
      expect(await store.write(written, examplePrice)).toMatchObject({ newRequests: 2 });
    }
  });

  it('a batch without one of its lists is refused', async () => {
    const { source: _, ...lists } = batch({ requests: [request('r', 's', AT_MS)] });
    for (const store of [await fresh(), memoryStore()]) {
      for (const name of Object.keys(lists)) {
        const partly = { ...batch(lists), [name]: name === 'runs' ? 'a' : undefined };
        const error: unknown = await store.write(partly, examplePrice).catch((thrown: unknown) => thrown);
        expect([name, error]).toMatchObject([name, { code: 'invalid_argument' }]);
      }
      expect(await store.extent()).toMatchObject({ latestMs: null });
    }
  });

  it('a reset of nothing there is, and an order or measure there is not, are refused', async () => {
    const twofold = { run: 'r', source: 'codex', workspace: 'w' };
    const scopes = [undefined, null, 'w1', {}, { workspce: 'w' }, { workspace: 5 }, { run: 'r' }, twofold];
    const page = { sortBy: 'date', sortOrder: 'asc', limit: 1, offset: 0 };
    const names = ['sideways', 'cost; drop', '__proto__', 'constructor', '', null, undefined];
    const segments = [{ startMs: AT_MS, endMs: AT_MS + DAY_MS, offsetSlots: 0 }];
    const query = { family: 'usage', segments, bucket: 'total', by: [] } as const;
    for (const store of [await fresh(), memoryStore()]) {
      for (const scope of scopes) {
        await expect(store.reset(scope as never, 'm')).rejects.toMatchObject({ code: 'invalid_argument' });
      }
      await store.write(batch({ requests: [request('r', 's', AT_MS)] }), examplePrice);
      for (const name of names) {
        for (const of of [{ sortOrder: name }, { sortBy: name }]) {
          await expect(store.sessions({ ...page, ...of } as never)).rejects.toMatchObject({ code: 'invalid_argument' });
        }
        const measured = store.distribution({ measure: name as never, segments });
        await expect(measured).rejects.toMatchObject({ code: 'invalid_argument' });
        expect(await store.rollup({ ...query, measures: [name as never, 'requests'] })).toMatchObject([
          { measures: { requests: 1n } },
        ]);
      }
      const [row] = await store.rollup({ ...query, measures: ['constructor' as never, 'toString' as never] });
      expect(Object.keys(row?.measures ?? {})).toEqual([]);
    }
  });

  it('a name to group by that is said twice is refused, and names that sessions do not have wherever they are filtered', async () => {
    const query = { family: 'usage', segments: [], bucket: 'total' } as const;
    const where = { step: ['a'] };
    for (const store of [await fresh(), memoryStore()]) {
      await expect(store.rollup({ ...query, by: ['model', 'kind', 'model'] })).rejects.toMatchObject({
        code: 'invalid_argument',
      });
      await expect(store.activeSessions({ segments: [], where })).rejects.toMatchObject({ code: 'unknown_dimension' });
    }
  });

  it.each([null, undefined])('dimensions and runs that are %s are unknown', async (none) => {
    const [store, oracle, plain] = [await fresh(), memoryStore(), await fresh()];
    oracle.declare({ dimensions: exampleDimensions });
    const records = (of: Untyped, ofDimension: (name: string) => Untyped): UsageBatch =>
      batch({
        requests: [
          request('r', 's', AT_MS, untyped(ofDimension('endpoint'))),
          request('r2', 's', AT_MS + 1, untyped(ofDimension('endpoint'))),
          request('r3', 't', AT_MS + 1, untyped(of)),
        ],
        toolCalls: [toolCall('c', 's', AT_MS, untyped(ofDimension('step'))), toolCall('c2', 't', AT_MS, untyped(of))],
        sessions: [session('s', AT_MS, untyped({ ...of, ...ofDimension('user') })), session('t', AT_MS, untyped(of))],
        runs: [{ ...RUN, id: String(none) }],
      });
    const unknown = records(Object.fromEntries(['run', 'dimensions'].map((name) => [name, none])), (name) => ({
      dimensions: { [name]: none, team: 'a' },
    }));
    const left = records({}, () => ({ dimensions: { team: 'a' } }));
    const answers = async (of: UsageStore): Promise<unknown> => {
      const segments = [{ startMs: AT_MS, endMs: AT_MS + DAY_MS, offsetSlots: 0 }];
      const rows = [];
      for (const [family, by] of [
        ['usage', ['user', 'endpoint', 'team']],
        ['tools', ['step']],
        ['sessions', ['user', 'team']],
      ] as const) {
        rows.push(comparableRows(await of.rollup({ family, segments, bucket: 'total', by })));
      }
      const page = { sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 } as const;
      return [rows, await of.sessions(page), await of.runs({ limit: 9, offset: 0 })];
    };
    for (const each of [store, oracle]) {
      for (let i = 0; i < 2; i += 1) await each.write(unknown, examplePrice);
      expect(await each.reset({ source: 'codex', run: String(none) }, 'x')).toEqual({ sessions: 0 });
    }
    await plain.write(left, examplePrice);
    await plain.reset({ source: 'codex', run: String(none) }, 'x');
    const expected = await answers(plain);
    expect(await answers(oracle)).toEqual(expected);
    expect(await answers(store)).toEqual(expected);
    await store.rebuild();
    expect(await answers(store)).toEqual(expected);
    expect((await store.check()).differences).toEqual([]);
  });
}
