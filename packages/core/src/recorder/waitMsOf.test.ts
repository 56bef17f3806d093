import { expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { recorder } from './recorder.ts';
import { waitMsOf } from './waitMsOf.ts';

it('is two seconds unless another time is named', () => {
  expect([waitMsOf({}), waitMsOf({ waitMs: undefined }), waitMsOf({ waitMs: 0 })]).toEqual([2000, 2000, 0]);
});

it.each([Number.NaN, Infinity, -1, 2 ** 31, '5', null])('%s is refused with the callback', (ms) => {
  const { aiSdk, claudeAgent } = recorder({ store: memoryStore(), price: examplePrice });
  const waitMs = ms as number;
  const refusal = expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining('waitMs') });
  expect(() => aiSdk({ session: 's', waitMs })).toThrow(refusal);
  expect(() => claudeAgent({ session: 's', waitMs })).toThrow(refusal);
});
