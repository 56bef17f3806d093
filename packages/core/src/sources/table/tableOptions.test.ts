import { describe, expect, it } from 'vitest';

import { dimension } from '../../metrics/dimension.ts';
import { tableSource, type TableSourceOptions } from './tableSource.ts';

describe('S3.17 tableSource is told what it cannot do', () => {
  const db = { withoutPlugins: () => db, executeQuery: async () => ({ rows: [] }) } as Parameters<
    typeof tableSource
  >[0];
  const right: TableSourceOptions = {
    engine: 'sqlite',
    table: 't',
    cursor: 'c',
    columns: { at: 'at', inputTokens: 'n' },
  };
  it.each([null, {}, 'file:usage.db'])('%j is no database', (none) => {
    expect(() => tableSource(none as typeof db, right)).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: expect.stringContaining('tableSource(db)') as string,
      }),
    );
  });

  it.each<[string, Partial<Record<string, unknown>>]>([
    ['is no engine', { engine: 'oracle' }],
    ['table must be a name', { table: '' }],
    ['cursor must be a name', { cursor: 'a\0b' }],
    ["'key' names no column", { key: [] }],
    ["'columns' says which columns hold what", { columns: undefined }],
    ['columns.at must be a name', { columns: { inputTokens: 'n' } }],
    ["'team' is no field of usage", { columns: { ...right.columns, team: 't' } }],
    ['tool calls', { columns: { ...right.columns, step: 's' }, dimensions: [dimension('step', { grain: 'call' })] }],
    ['name a column of tokens or of a cost', { columns: { at: 'at', requestCount: 'n' } }],
    ['say the same', { columns: { at: 'at', costUsd: 'a', costNanoUsd: 'b' } }],
    ["holds 'cacheWrite5mTokens'", { columns: { at: 'at', cacheWriteTokens: 'a', cacheWrite5mTokens: 'b' } }],
    ['belong to no session', { columns: { ...right.columns, session: 's' } }],
    ['one model call each', { grain: 'request', columns: { ...right.columns, requestCount: 'r' } }],
    ['go together', { columns: { ...right.columns, tenant: 'org' } }],
    ['go together', { tenant: 'org' }],
    ["'grain' is", { grain: 'session' }],
    ["'dimensions' takes a list", { dimensions: 'user' }],
    ["'dimensions' takes a list", { dimensions: { user: 'usr' } }],
    ["'dimensions' takes a list", { dimensions: ['user'] }],
    ["'epoch' is", { epoch: 'seconds' }],
    ["'inputIncludesCache' is", { inputIncludesCache: 'no' }],
    ["'now' takes", { now: 5 }],
    ["'overlap'", { overlap: -1 }],
    ["'pageSize'", { pageSize: 0 }],
    ["tableSource has no option 'timezone'", { timezone: 'UTC' }],
  ])('%s', (message, wrong) => {
    expect(() => tableSource(db, { ...right, ...wrong } as TableSourceOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) as string }),
    );
  });

  it('a zone that does not exist', () => {
    expect(() => tableSource(db, { ...right, timeZone: 'Mars/Base' })).toThrow(
      expect.objectContaining({ code: 'invalid_time_zone' }),
    );
  });
});
