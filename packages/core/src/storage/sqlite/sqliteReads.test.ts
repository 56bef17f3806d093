import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Database from 'better-sqlite3';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SqliteDatabase } from './SqliteDatabase.ts';
import { sqliteReads } from './sqliteReads.ts';

let folder: string;
let file: string;
let other: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-state-'));
  file = join(folder, 'state.db');
  other = new DatabaseSync(file);
  other.exec('create table t (n integer); insert into t values (1)');
});
afterEach(() => {
  other.close();
  rmSync(folder, { recursive: true, force: true });
});

const counted = (database: SqliteDatabase): unknown => database.prepare('select count(*) as n from t').all()[0];

describe.each<[string, (file: string) => SqliteDatabase]>([
  ['node:sqlite', (at) => new DatabaseSync(at)],
  ['better-sqlite3', (at) => new Database(at)],
])('the state that %s tells', (_name, connect) => {
  it.each(['wal', 'delete'])('is another one after each commit of anybody, and only then (%s)', (mode) => {
    other.exec(`pragma journal_mode = ${mode}`);
    const database = connect(file);
    const { state } = sqliteReads(database);
    const seen = [state()];
    expect(state()).toBe(seen[0]);
    for (const by of [other, database, other]) {
      for (const change of [
        'insert into t values (2)',
        'update t set n = n + 1',
        'delete from t',
        'insert into t values (3)',
      ]) {
        by.exec(change);
        const told = state();
        expect(seen).not.toContain(told);
        expect(state()).toBe(told);
        seen.push(told);
      }
    }
    other.exec('begin; insert into t values (4); rollback');
    expect(state()).toBe(seen.at(-1));
    // Of what is not committed nobody else knows; here it is another state, and stays one.
    database.exec('begin; insert into t values (5); rollback');
    expect(seen).not.toContain(state());
    database.close();
  });

  it('is that of the snapshot which it begins', () => {
    other.exec('pragma journal_mode = wal');
    const database = connect(file);
    const { state } = sqliteReads(database);
    state();
    database.exec('begin');
    const told = state();
    other.exec('insert into t values (2)');
    expect(counted(database)).toMatchObject({ n: 1 });
    expect(state()).toBe(told);
    database.exec('commit');
    expect(state()).not.toBe(told);
    expect(counted(database)).toMatchObject({ n: 2 });
    database.close();
  });

  it('is not told where tables may be in an attached file', () => {
    const database = connect(file);
    database.exec(`attach '${join(folder, 'more.db')}' as more`);
    expect(sqliteReads(database).state()).toBeUndefined();
    database.close();
  });
});

it('a build of SQLite that was altered, and does not tell what others write, tells no state', () => {
  const database = new Libsql(file);
  const reads = sqliteReads(database);
  expect(reads.state()).toBeUndefined();
  expect(reads.rows({ sql: 'select n from t where n = ?' } as never, [1])).toMatchObject([{ n: 1 }]);
  database.close();
});
