import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import { codexLines } from './exampleTranscripts.ts';
import { importUsage } from './importUsage.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-machines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A response of a session, some seconds after nine o'clock by the clock of the machine. */
const line = (session: string, id: string, seconds: number, output = 10): string =>
  `${JSON.stringify({
    type: 'assistant',
    uuid: `u-${id}`,
    timestamp: new Date(Date.UTC(2026, 9, 20, 9) + seconds * 1000).toISOString(),
    sessionId: session,
    cwd: '/srv/app',
    requestId: `req_${id}`,
    message: {
      id,
      model: 'claude-haiku-4-5',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'x'.repeat(200) }],
      usage: { input_tokens: 100, output_tokens: output },
    },
  })}\n`;

const put = (file: string, lines: readonly string[]): string => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.join(''));
  return file;
};

const read = (store: UsageStore, home: string) =>
  importUsage({ store, sources: [claudeCode({ paths: [home] })], price: examplePrice });

async function counted(
  store: UsageStore,
): Promise<{ requests: bigint | undefined; output: bigint | undefined; sessions: string[] }> {
  const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
  const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
  const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 100, offset: 0 });
  return {
    requests: row?.measures.requests,
    output: row?.measures.output,
    sessions: sessions.map(({ id }) => id).toSorted(),
  };
}

const early = Array.from({ length: 8 }, (_, i) => line('s-1', `m${i}`, i));

describe('B08 several machines and one database', () => {
  it('sessions that were copied to another home count once, what each adds counts', async () => {
    const [a, b] = [join(folder, 'Users/ann/.claude/projects'), join(folder, 'home/ann/.claude/projects')];
    put(join(a, '-srv-app/s-1.jsonl'), early);
    put(join(a, '-srv-app/s-2.jsonl'), [line('s-2', 'a1', 50)]);
    cpSync(a, b, { recursive: true });
    put(join(b, '-srv-app/s-3.jsonl'), [line('s-3', 'b1', 60)]);
    put(join(b, '-srv-app/s-1.jsonl'), [...early, line('s-1', 'm8', 90)]);
    const stores = [memoryStore(), memoryStore()] as const;
    const rounds = [
      [a, b, a, b],
      [b, b, a],
    ];
    for (const [i, store] of stores.entries()) for (const home of rounds[i] ?? []) await read(store, home);
    expect(await counted(stores[0])).toEqual({ requests: 11n, output: 110n, sessions: ['s-1', 's-2', 's-3'] });
    expect(await counted(stores[1])).toEqual(await counted(stores[0]));
    expect(await read(stores[0], a)).toMatchObject({ files: 0, requests: 0 });
  });

  it('a session that went on differently on two machines with equal paths is read on both', async () => {
    // Both machines call it /root/.claude/projects/…: to the database the paths are the same file.
    const file = join(folder, 'root/.claude/projects/-srv-app/s-1.jsonl');
    const onA = [...early, line('s-1', 'a1', 100), line('s-1', 'a2', 110)];
    const onB = [
      ...early,
      line('s-1', 'b1', 100),
      line('s-1', 'b2', 110),
      line('s-1', 'b3', 120),
      line('s-1', 'b4', 130),
    ];
    const store = memoryStore();
    for (const lines of [onA, onB, onA, onB]) {
      put(file, lines);
      await read(store, folder);
    }
    expect(await counted(store)).toEqual({ requests: 14n, output: 140n, sessions: ['s-1'] });
  });

  it('a file that was cut and written anew, longer than before, is read whole', async () => {
    const file = put(join(folder, 'projects/p/s-1.jsonl'), [...early, line('s-1', 'a1', 100)]);
    const store = memoryStore();
    await read(store, folder);
    put(file, [...early, line('s-1', 'c1', 100), line('s-1', 'c2', 110), line('s-1', 'c3', 120)]);
    expect(await read(store, folder)).toMatchObject({ files: 1 });
    expect((await counted(store)).requests).toBe(12n);
  });

  it('a file that only grew is not read from its beginning', async () => {
    const file = put(join(folder, 'projects/p/s-1.jsonl'), early);
    const store = memoryStore();
    await read(store, folder);
    put(file, [...early, line('s-1', 'n1', 100)]);
    expect(await read(store, folder)).toMatchObject({ files: 1, requests: 1 });
  });

  it('clocks that differ move nothing: times are those of the records, and of copies the earliest', async () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const inA = put(join(a, 'projects/p/s-1.jsonl'), early);
    // The other machine is an hour behind, its files seem to be from tomorrow, and its copy of the session was stamped anew.
    const inB = put(
      join(b, 'projects/p/s-1.jsonl'),
      Array.from({ length: 8 }, (_, i) => line('s-1', `m${i}`, i - 3600)),
    );
    put(join(b, 'projects/p/s-4.jsonl'), [line('s-4', 'b1', -3500)]);
    const tomorrow = new Date(Date.now() + 86_400_000);
    utimesSync(inB, tomorrow, tomorrow);
    utimesSync(inA, new Date(0), new Date(0));
    const stores = [memoryStore(), memoryStore()] as const;
    for (const home of [a, b, a]) await read(stores[0], home);
    for (const home of [b, a, b]) await read(stores[1], home);
    const answers = async (store: UsageStore) => [
      await counted(store),
      (await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 })).sessions.map(
        ({ id, startedAt }) => [id, startedAt],
      ),
    ];
    expect(await answers(stores[0])).toEqual([
      { requests: 9n, output: 90n, sessions: ['s-1', 's-4'] },
      [
        ['s-1', '2026-10-20T08:00:00.000Z'],
        ['s-4', '2026-10-20T08:01:40.000Z'],
      ],
    ]);
    expect(await answers(stores[1])).toEqual(await answers(stores[0]));
  });

  it('a rollout that Codex archives is the one it was', async () => {
    const name = 'rollout-2026-03-08T06-59-00-019d7e2f-0041-7310-951c-94020254dfc9.jsonl';
    const active = put(join(folder, 'sessions/2026/03/08', name), [`${codexLines.join('\n')}\n`]);
    const env = { CODEX_HOME: folder };
    const sync = (store: UsageStore) => importUsage({ store, sources: [codex({ env })], price: examplePrice });
    const store = memoryStore();
    await sync(store);
    const before = await counted(store);
    expect(before.requests).toBe(3n);
    mkdirSync(join(folder, 'archived_sessions'));
    renameSync(active, join(folder, 'archived_sessions', name));
    expect(await sync(store)).toMatchObject({ files: 1, filesTotal: 1 });
    expect(await counted(store)).toEqual(before);
    // Taken out of the archive again, with the first lines only.
    put(
      active,
      readFileSync(join(folder, 'archived_sessions', name), 'utf8')
        .split('\n')
        .slice(0, 12)
        .map((text) => `${text}\n`),
    );
    await sync(store);
    expect(await counted(store)).toEqual(before);
    expect(await sync(store)).toMatchObject({ files: 0, filesUnchanged: 2, requests: 0 });
  });
});
