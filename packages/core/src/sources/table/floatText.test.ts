import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryPostgres, type TemporaryPostgres } from '../../testing/temporaryPostgres.ts';
import { floatText } from './floatText.ts';

describe('S3.17 numbers of floating types by their bits', () => {
  let database: TemporaryPostgres;
  let client: pg.Client;
  beforeAll(async () => {
    database = await temporaryPostgres();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('set extra_float_digits = 1');
  });
  afterAll(async () => {
    await client.end();
    await database.remove();
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '-0'],
    ['3ff0000000000000', '1'],
    ['3fb999999999999a', '0.1'],
    ['44b52d02c7e14af6', '9.999999999999999e+22'],
    ['0000000000000001', '5e-324'],
    ['0060000000000000', '7.120236347223045e-307'],
    ['7ff0000000000000', 'Infinity'],
    ['fff0000000000000', '-Infinity'],
    ['7ff8000000000000', 'NaN'],
    ['4b800000', '1.6777216e+07'],
    ['00000007', '1e-44'],
    ['39800000', '0.00024414062'],
  ])('%s is %s', (hex, text) => expect(floatText(hex)).toBe(text));

  const powers = Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074));
  const tens = Array.from({ length: 632 }, (_, i) => Number(`1e${i - 323}`));
  const wholes = Array.from({ length: 2000 }, (_, i) => 2 ** (53 + (i % 12)) + 4096 * i);
  it.each(['float8', 'float4'] as const)('%s: as PostgreSQL writes them', async (type) => {
    const any = type === 'float8' ? fc.double() : fc.float();
    const sample = fc.sample(any, { numRuns: 20_000, seed: 20_261_130 });
    const shown = [...sample, ...powers, ...tens, ...wholes].map((value) =>
      String(type === 'float8' ? value : Math.fround(value)),
    );
    const { rows } = await client.query<{ text: string; hex: string }>(
      `select cast(v as text) as text, encode(${type}send(v), 'hex') as hex from unnest(cast($1 as ${type}[])) as v`,
      [shown],
    );
    expect(rows.length).toBe(shown.length);
    expect(rows.filter(({ text, hex }) => floatText(hex) !== text)).toEqual([]);
  });
});
