import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { goldenCases } from '../testing/goldenCases.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import { importUsage } from './importUsage.ts';

const book = priceBook();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-history-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that can be asked of a store, in a form that can be compared. */
async function answers(store: UsageStore) {
  const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
  const rows = async (family: 'usage' | 'tools' | 'sessions', by: string[]) =>
    (await store.rollup({ family, segments, bucket: 'day', by }))
      .map((row) => JSON.stringify(row, (_, v) => (typeof v === 'bigint' ? String(v) : v)))
      .toSorted();
  const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 100, offset: 0 });
  return {
    usage: await rows('usage', ['model', 'project', 'kind', 'quality', 'basis']),
    tools: await rows('tools', ['tool', 'outcome', 'model']),
    started: await rows('sessions', ['status', 'project']),
    sessions: sessions.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const sourceOf = (source: string, home: string) =>
  source === 'codex' ? codex({ paths: [home] }) : claudeCode({ paths: [home] });
const sync = (store: UsageStore, source: string, home: string) =>
  importUsage({ store, sources: [sourceOf(source, home)], price: (request) => costOf(request, book) });

const transcripts = (home: string): string[] =>
  existsSync(home)
    ? readdirSync(home, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.jsonl'))
        .map((file) => join(home, file))
        .toSorted()
    : [];

const put = (file: string, content: string | Buffer): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
};

/** What becomes of a transcript after it was read. `at` is a share, of its bytes or of the files there are. */
const CHANGES = ['delete', 'move', 'rename', 'truncate', 'rotate', 'archive', 'copy', 'touch', 'empty'] as const;
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      change: fc.constantFrom(...CHANGES),
      of: fc.double({ min: 0, max: 0.999, noNaN: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ sync: fc.constantFrom('a', 'b') }) },
);

function change(
  source: string,
  homes: { a: string; b: string },
  { change: what, of, at }: { change: (typeof CHANGES)[number]; of: number; at: number },
): void {
  const files = [...transcripts(homes.a), ...transcripts(homes.b)];
  const file = files[Math.floor(of * files.length)];
  if (file === undefined) return;
  const home = file.startsWith(homes.a) ? homes.a : homes.b;
  const moveTo = (to: string): void => {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(file, to);
  };
  const { size } = statSync(file);
  if (what === 'delete') rmSync(file);
  else if (what === 'move') moveTo(join(home, 'elsewhere', String(Math.floor(at * 3)), basename(file)));
  else if (what === 'rename') moveTo(join(dirname(file), `renamed-${Math.floor(at * 1000)}.jsonl`));
  else if (what === 'truncate') truncateSync(file, Math.floor(at * size));
  else if (what === 'archive') moveTo(join(home, 'archived_sessions', basename(file)));
  else if (what === 'empty') truncateSync(file, 0);
  else if (what === 'touch') {
    // A clock a day ahead or behind.
    const shown = new Date(Date.now() + (at - 0.5) * 2 * 86_400_000);
    utimesSync(file, shown, shown);
  } else if (what === 'copy') {
    const to = join(home === homes.a ? homes.b : homes.a, relative(home, file));
    if (!existsSync(to)) put(to, readFileSync(file));
  } else {
    // What was there goes to another name; under the old one there is a later part of it only (Codex names threads in its first line, and rotates nothing).
    const lines = readFileSync(file, 'utf8').split('\n');
    moveTo(`${file.slice(0, -'.jsonl'.length)}.1.jsonl`);
    put(file, source === 'codex' ? '' : lines.slice(Math.floor(at * lines.length)).join('\n'));
  }
}

describe.each([
  ['memory', async (): Promise<UsageStore> => memoryStore()],
  [
    'SQLite',
    async (): Promise<UsageStore> => {
      const store = sqliteStore(openSqlite(':memory:'));
      await store.migrate();
      return store;
    },
  ],
])('B08 a ledger in %s keeps what it counted', (name, open) => {
  const cases = goldenCases().filter(({ name: of }) => !/unknown|edge|writes/.test(of));
  it.each(cases)(
    'whatever becomes of the transcripts, on two machines: $name',
    async ({ folder: from, expected: { source } }) => {
      const whole = await open();
      await sync(whole, source, from);
      const expected = await answers(whole);
      await whole.close();
      let round = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              files: fc.double({ min: 0, max: 1, noNaN: true }),
              bytes: fc.double({ min: 0, max: 1, noNaN: true }),
            }),
            { maxLength: 3 },
          ),
          fc.array(step, { maxLength: 14 }),
          async (growth, steps) => {
            round += 1;
            const homes = { a: join(folder, String(round), 'a'), b: join(folder, String(round), 'other-home', 'b') };
            const store = await open();
            // The files come into being, and are read meanwhile.
            for (const { files, bytes } of growth.toSorted((x, y) => x.bytes - y.bytes)) {
              const listed = transcripts(from);
              for (const file of listed.slice(0, Math.ceil(files * listed.length))) {
                const content = readFileSync(file);
                put(join(homes.a, relative(from, file)), content.subarray(0, Math.floor(bytes * content.length)));
              }
              await sync(store, source, homes.a);
            }
            cpSync(from, homes.a, { recursive: true });
            await sync(store, source, homes.a);
            expect(await answers(store)).toEqual(expected);
            for (const s of steps) {
              if ('sync' in s) await sync(store, source, s.sync === 'a' ? homes.a : homes.b);
              else change(source, homes, s);
            }
            for (const home of [homes.a, homes.b]) {
              await sync(store, source, home);
              expect(await sync(store, source, home)).toMatchObject({ files: 0, requests: 0 });
            }
            expect(await answers(store)).toEqual(expected);
            expect((await store.check()).differences).toEqual([]);
            await store.close();
          },
        ),
        { numRuns: name === 'memory' ? 25 : 6, seed: 20_261_124 },
      );
    },
  );
});
