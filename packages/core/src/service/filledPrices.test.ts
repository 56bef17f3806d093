import { describe, expect, it } from 'vitest';

import type { UsageStore } from '../storage/UsageStore.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { flatBook } from '../testing/flatBook.ts';
import { pricedBy } from '../testing/priceArbitraries.ts';
import { batch, request } from '../testing/steadyUsage.ts';
import { filledPrices } from './filledPrices.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const [none, bookA, bookB] = [flatBook('1', 'other'), flatBook('1', 'm1'), flatBook('2', 'm2')];
const of = (book: PriceBook): { bookId: string; nowMs: number } => ({
  bookId: book.id,
  nowMs: AT_MS,
});
const fill = (store: UsageStore, book: PriceBook) => filledPrices(store, pricedBy(book), of(book));
const unpriced = (key: string, model: string) => batch({ requests: [request(key, 's', AT_MS, { model })] });

describe('filledPrices', () => {
  it('asks a book once, and again when another one was asked since', async () => {
    const store = memoryStore();
    await store.write(unpriced('r1', 'm1'), pricedBy(none));
    await store.write(unpriced('r2', 'm2'), pricedBy(none));
    expect(await fill(store, bookA)).toEqual({ run: 1, models: [{ model: 'm1', requests: 1, usd: '0.000011' }] });
    // Written by a process with an older book.
    await store.write(unpriced('r3', 'm1'), pricedBy(none));
    expect(await fill(store, bookA)).toBeNull();
    expect(await fill(store, bookB)).toMatchObject({ run: 2, models: [{ model: 'm2', requests: 1 }] });
    expect(await fill(store, bookA)).toMatchObject({ run: 3, models: [{ model: 'm1', requests: 1 }] });
  });

  it('leaves what was undone as it is, also where another book was asked since', async () => {
    const store = memoryStore();
    await store.write(unpriced('r1', 'm1'), pricedBy(none));
    await fill(store, bookA);
    expect(await store.undoReprice()).toMatchObject({ run: 1, restored: 1 });
    expect(await fill(store, bookA)).toBeNull();
    expect(await fill(store, bookB)).toBeNull();
    expect(await fill(store, bookA)).toBeNull();
  });

  it('fills nothing by a book of which a repricing is being undone', async () => {
    const store = sqliteStore(openSqlite(':memory:'));
    await store.migrate();
    for (const key of ['r1', 'r2']) await store.write(unpriced(key, 'm1'), pricedBy(none));
    await store.reprice(pricedBy(bookA), { ...of(bookA), model: 'm1' });
    const undo = await store.undoReprice({ limit: 1, signal: AbortSignal.abort() });
    expect(undo).toMatchObject({ restored: 1, stopped: true });
    expect(await fill(store, bookA)).toBeNull();
    expect((await store.repricings()).map(({ stage }) => stage)).toEqual(['undoing']);
    await store.close();
  });

  it.each([{}, { model: 'm1' }, { sinceMs: AT_MS }, { model: 'm1', unpricedOnly: true }])(
    'fills nothing by a book of which a repricing was undone: %j',
    async (scope) => {
      const store = memoryStore();
      await store.write(unpriced('r1', 'm1'), pricedBy(none));
      await store.reprice(pricedBy(bookA), { ...of(bookA), ...scope });
      expect(await store.undoReprice()).toMatchObject({ restored: 1 });
      for (let i = 0; i < 2; i += 1) expect(await fill(store, bookA)).toBeNull();
      expect((await store.repricings()).map(({ stage }) => stage)).toEqual(['undone']);
      // Asked for, it is done.
      expect(await store.reprice(pricedBy(bookA), { ...of(bookA), unpricedOnly: true })).toMatchObject({ run: 2 });
    },
  );
});
