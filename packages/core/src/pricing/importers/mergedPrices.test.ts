import { waitForUpdate } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { generatedTables } from '../prices/generated/generatedTables.ts';
import { handRows } from '../prices/handRows.ts';
import { tableRows } from '../prices/tableRows.ts';
import type { PriceRow } from '../PriceRow.ts';
import { genaiPriceRows } from './genaiPriceRows.ts';
import { isOfOpenRouter } from './isOfOpenRouter.ts';
import { mergedPrices } from './mergedPrices.ts';
import { priceGaps } from './priceGaps.ts';
import { priceTable } from './priceTable.ts';

const row = (fields: Partial<PriceRow> = {}): PriceRow => ({
  id: 'genai/acme/router',
  provider: 'acme',
  model: 'router',
  validFrom: '2020-01-01',
  knownFrom: '2026-01-01',
  source: 'https://acme.example',
  rates: { input: '1', output: '2' },
  ...fields,
});

describe('mergedPrices', () => {
  it('changes nothing when a list is read again', () => {
    const reordered = row({ rates: { output: '2', input: '1' }, knownFrom: '2026-05-01' });
    const { rows, ...report } = mergedPrices([row()], [reordered], '2026-05-01');
    expect(rows).toEqual([row()]);
    expect(report).toEqual({ added: [], changed: [], withdrawn: [], calledOff: [] });
  });

  it('appends a price that differs, and keeps the earlier one', () => {
    const { rows, changed } = mergedPrices([row()], [row({ rates: { input: '3', output: '2' } })], '2026-05-01');
    expect(rows.map(({ id, knownFrom }) => [id, knownFrom])).toEqual([
      ['genai/acme/router', '2026-01-01'],
      ['genai/acme/router/2026-05-01', '2026-05-01'],
    ]);
    expect(changed).toHaveLength(1);
    const query = costQuery({ provider: 'acme', model: 'router', inputTokens: 1_000_000, atMs: Date.UTC(2026, 2, 1) });
    const book = priceBook({ rows });
    expect(costOf(query, book).nanoUsd).toBe(3e9);
    expect(costOf(query, book, { knownAtMs: Date.UTC(2026, 3, 1) }).nanoUsd).toBe(1e9);
    // A third reading compares with the second.
    const third = mergedPrices(rows, [row()], '2026-06-01');
    expect(third.changed.map(({ before }) => before.id)).toEqual(['genai/acme/router/2026-05-01']);
  });

  it('compares with the last of several prices known since one day', () => {
    const corrected = row({ id: 'genai/acme/router/2026-01-01', rates: { input: '3', output: '2' } });
    const { rows, changed } = mergedPrices([row(), corrected], [row({ rates: corrected.rates })], '2026-05-01');
    expect([rows, changed]).toEqual([[row(), corrected], []]);
  });

  it('lets the last of several readings of one day hold', () => {
    const million = costQuery({
      provider: 'acme',
      model: 'router',
      inputTokens: 1_000_000,
      atMs: Date.UTC(2026, 2, 1),
    });
    let rows = [row()];
    for (const input of ['3', '4', '2', '5', '9']) {
      ({ rows } = mergedPrices(rows, [row({ rates: { input, output: '2' } })], '2026-05-01'));
      expect(costOf(million, priceBook({ rows })).nanoUsd).toBe(Number(input) * 1e9);
    }
    expect(rows).toHaveLength(6);
    ({ rows } = mergedPrices(rows, [row({ rates: { input: '1', output: '2' } })], '2026-05-02'));
    expect(costOf(million, priceBook({ rows })).nanoUsd).toBe(1e9);
    expect(costOf(million, priceBook({ rows }), { knownAtMs: Date.UTC(2026, 4, 1, 12) }).nanoUsd).toBe(9e9);
  });

  it('keeps what the list no longer has', () => {
    const { rows, withdrawn } = mergedPrices([row()], [], '2026-05-01');
    expect([rows, withdrawn]).toEqual([[row()], [row()]]);
  });

  it('calls off a price that had been announced for later', () => {
    const rise = row({
      id: 'genai/acme/router@2026-09-01',
      validFrom: '2026-09-01',
      rates: { input: '9', output: '9' },
    });
    const { rows, calledOff } = mergedPrices([row(), rise], [row()], '2026-08-10');
    expect(calledOff.map(({ id }) => id)).toEqual(['genai/acme/router@2026-09-01/2026-08-10']);
    const query = costQuery({ provider: 'acme', model: 'router', inputTokens: 1_000_000, atMs: Date.UTC(2026, 9, 1) });
    expect(costOf(query, priceBook({ rows })).nanoUsd).toBe(1e9);
    expect(costOf(query, priceBook({ rows }), { knownAtMs: Date.UTC(2026, 7, 1) }).nanoUsd).toBe(9e9);
    // Once is enough.
    expect(mergedPrices(rows, [row()], '2026-08-20').calledOff).toEqual([]);
  });
});

describe('priceGaps', () => {
  const book = priceBook({ rows: [row({ id: 'a' })] });

  it('leaves out what the book prices', () => {
    expect(priceGaps([row()], book)).toEqual([]);
    expect(priceGaps([row({ model: 'other' })], book)).toHaveLength(1);
    expect(priceGaps([row({ provider: 'elsewhere' })], book)).toHaveLength(1);
  });

  it('keeps the names that the book does not know', () => {
    const match = { aliases: ['router-one', 'router-two'], prefixes: ['router'] };
    const [gap, ...more] = priceGaps([row({ match })], book);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ id: 'genai/acme/router-one', model: 'router-one', match: { aliases: ['router-two'] } });
    expect(gap?.match?.prefixes).toBeUndefined();
  });
});

describe('priceTable', () => {
  const everything = row({
    match: { aliases: ['a', 'b'], prefixes: ['router-'] },
    serviceTier: 'flex',
    residency: ['us', 'eu'],
    id: 'genai/acme/router:flex:us:eu@2026-03-01T04:15Z',
    validFrom: '2026-03-01T04:15Z',
    validTo: '2027-01-01',
    rates: { input: '1', output: '2', cacheWrite1h: '3' },
    tiers: [{ promptOver: 5, inclusive: true, rates: { input: '4', output: '5' } }],
    timeBands: [
      {
        windows: [{ start: '01:00', end: '02:00', weekdays: [1], exceptDays: ['2026-10-01'] }],
        rates: { input: '6', output: '7' },
        tiers: [{ promptOver: 5, inclusive: true, rates: { input: '8', output: '9' } }],
      },
    ],
    fees: { webSearch: '10' },
    origin: 'generated',
  });

  it('says the same as the rows', () => {
    const rows = [everything, row({ id: 'genai/acme/router', origin: 'generated', source: 'https://else.example' })];
    const table = priceTable('acme', rows, { idPrefix: 'genai/' });
    const byId = (a: PriceRow, b: PriceRow) => (a.id < b.id ? -1 : 1);
    expect(tableRows(table).toSorted(byId)).toEqual(rows.toSorted(byId));
  });
});

describe('the generated rows', () => {
  const kept = generatedTables.flatMap(tableRows);

  it('are what the script makes of the installed list: a further reading changes nothing', async () => {
    const list = (await waitForUpdate()) ?? [];
    const hand = priceBook({ rows: handRows() });
    const read = (ids: string[], isOurs: (id: string) => boolean) =>
      ids.flatMap((id) => {
        const provider = list.find((it) => it.id === id);
        const models = (provider?.models ?? []).filter((model) => isOurs(model.id));
        const options = { knownFrom: '2026-09-23', source: 'https://example.com', idPrefix: 'genai/' };
        return priceGaps(genaiPriceRows([{ ...provider, models }], options).rows, hand);
      });
    for (const [name, ids] of [
      ['anthropic', ['anthropic']],
      ['openai', ['openai']],
      ['xai', ['x-ai']],
      ['mistral', ['mistral']],
      ['deepseek', ['deepseek']],
      ['moonshot', ['moonshotai']],
      ['minimax', ['minimax']],
      ['zai', ['zai', 'zhipuai']],
    ] as const) {
      const before = kept.filter(({ provider }) => provider === name);
      const { rows, ...report } = mergedPrices(
        before,
        read([...ids], (id) => !isOfOpenRouter(id)),
        '2026-12-24',
      );
      expect({ name, rows: rows.length, ...report }).toEqual({
        name,
        rows: before.length,
        added: [],
        changed: [],
        withdrawn: [],
        calledOff: [],
      });
    }
  });

  it('are marked, and none of them is also written by hand', () => {
    expect(kept.every(({ origin, id }) => origin === 'generated' && id.startsWith('genai/'))).toBe(true);
    expect(priceGaps(kept, priceBook({ rows: handRows() })).length).toBe(kept.length);
  });
});
