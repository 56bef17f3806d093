import { expect, it } from 'vitest';

import { batch, request } from '../testing/steadyUsage.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { joinLedger } from './joinLedger.ts';
import { emptyLedger } from './Ledger.ts';

const AT_MS = Date.UTC(2026, 2, 8);

it('names the request whose price it refuses: what the copies are together', () => {
  const ledger = emptyLedger();
  const [first, copy] = [
    request('r1', 's', AT_MS, { model: 'm1' }),
    request('r1', 's', AT_MS + 60_000, { model: 'm2', claim: 1, outputTokens: 2 }),
  ];
  joinLedger(ledger, batch({ requests: [first] }), examplePrice);
  const asked: unknown[] = [];
  const join = () =>
    joinLedger(ledger, batch({ requests: [copy] }), (each) => {
      asked.push([each.model, each.atMs, each.outputTokens]);
      return { ...examplePrice(each), nanoUsd: -1 };
    });
  expect(join).toThrow(
    "the price of request 'r1' of model 'm1' at 2026-03-08T00:00:00.000Z: nanoUsd is -1, not null or a whole number",
  );
  expect(asked).toEqual([['m1', AT_MS, 2]]);
});
