import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SessionSummary } from '../model/SessionSummary.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { recorder } from './recorder.ts';

let folder: string;
let file: string;
let children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-recorder-processes-'));
  file = join(folder, 'app.db');
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

const module = (path: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, path)).href);

/** Another process with a recorder on the same file, and these statements to run. */
function inProcess(statements: string): ChildProcess {
  const code = `
    import { recorder } from ${module('recorder.ts')};
    import { openSqlite } from ${module('../storage/sqlite/openSqlite.ts')};
    import { sqliteStore } from ${module('../storage/sqlite/sqliteStore.ts')};
    import { costOf } from ${module('../pricing/costOf.ts')};
    import { priceBook } from ${module('../pricing/priceBook.ts')};
    const book = priceBook();
    const store = sqliteStore(openSqlite(${JSON.stringify(file)}));
    await store.migrate();
    const usage = recorder({ store, price: (request) => costOf(request, book) });
    ${statements}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function sessions(): Promise<SessionSummary[]> {
  const store = sqliteStore(openSqlite(file));
  await store.migrate();
  const found = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 500, offset: 0 });
  expect((await store.check()).differenceCount).toBe(0);
  await store.close();
  return found.sessions;
}

describe('S4.03 recorder and processes', () => {
  it('a process that is killed between start and end leaves a running row, which another can end', async () => {
    const child = inProcess(`
      const run = usage.run({ id: 'run-1', workspace: 'crm', totalTables: 14 });
      const a = run.start({ key: 'job-1', table: 'fact_sales', model: 'claude-sonnet-4-6' });
      await a.update({ inputTokens: 120, totalCostUsd: 0.02 });
      run.start({ key: 'job-2', table: 'dim_customer', model: 'claude-sonnet-4-6' });
      await usage.flush();
      console.log('started');
      setInterval(() => {}, 1000);
    `);
    await once(child.stdout as NodeJS.EventEmitter, 'data');
    child.kill('SIGKILL');
    const [, signal] = (await once(child, 'exit')) as [number | null, string];
    expect(signal).toBe('SIGKILL');
    const left = await sessions();
    expect(left.map((s) => [s.id, s.status, s.inputTokens, s.costUsd]).toSorted()).toEqual([
      ['job-1', 'running', 120, 0.02],
      ['job-2', 'running', 0, 0],
    ]);

    const store = sqliteStore(openSqlite(file));
    const usage = recorder({ store, price: (request) => costOf(request, priceBook()) });
    const run = usage.run({ id: 'run-1', workspace: 'crm' });
    await run.start({ key: 'job-1', table: 'fact_sales' }).fail();
    await run.start({ key: 'job-2', table: 'dim_customer', model: 'claude-sonnet-4-6' }).complete({ inputTokens: 7 });
    await run.fail();
    await store.close();
    const ended = await sessions();
    expect(ended.map((s) => [s.id, s.status, s.inputTokens, s.costUsd]).toSorted()).toEqual([
      ['job-1', 'failed', 120, 0.02],
      ['job-2', 'completed', 7, 0.000021],
    ]);
  });

  it('two processes record at once on one file: the same sessions once, their own ones all', async () => {
    const work = (name: string): string => `
      console.log('ready');
      await new Promise((resolve) => process.stdin.once('data', resolve));
      const run = usage.run({ id: 'run-1', workspace: 'crm' });
      const job = async (key) => {
        const a = run.start({ key, table: key, model: 'claude-sonnet-4-6', at: 1772000000000 });
        await a.update({ inputTokens: 1 });
        await a.complete({ inputTokens: 10, outputTokens: 2, totalCostUsd: '0.1', numTurns: 3, toolUseCount: 4 });
        await a.complete({ inputTokens: 10, outputTokens: 2, totalCostUsd: '0.1', numTurns: 3, toolUseCount: 4 });
      };
      for (let i = 0; i < 10; i += 1) await Promise.all([job('both-' + i), job('${name}-' + i)]);
      await run.complete();
      await store.close();
      process.exit(0);
    `;
    const both = ['left', 'right'].map((name) => inProcess(work(name)));
    await Promise.all(both.map((child) => once(child.stdout as NodeJS.EventEmitter, 'data')));
    for (const child of both) child.stdin?.write('go\n');
    const exits = await Promise.all(both.map((child) => once(child, 'exit')));
    expect(exits.map(([code]) => code as number)).toEqual([0, 0]);
    const all = await sessions();
    expect(all.length).toBe(30);
    for (const session of all) {
      expect(session).toMatchObject({ status: 'completed', requests: 1, inputTokens: 10, costUsd: 0.1 });
      expect(session).toMatchObject({ turns: 3, toolCalls: 4, dimensions: { table: session.id } });
    }
  });
});
