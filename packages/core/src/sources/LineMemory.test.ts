import { expect, it } from 'vitest';

import { LineMemory } from './LineMemory.ts';

it('knows lines again, also in the next reading', () => {
  const memory = new LineMemory();
  expect(['a', 'b', 'a'].map((id) => memory.isCopy(id))).toEqual([false, false, true]);
  const next = new LineMemory(memory.state());
  expect(['b', 'c', 'c'].map((id) => next.isCopy(id))).toEqual([true, false, true]);
});

it('lines without an id are no copies', () => {
  const memory = new LineMemory();
  expect(['', ''].map((id) => memory.isCopy(id))).toEqual([false, false]);
});

it('keeps the last five hundred', () => {
  const memory = new LineMemory();
  for (let n = 0; n < 5000; n += 1) memory.isCopy(`line ${n}`);
  expect(memory.state()).toHaveLength(500);
  expect([memory.isCopy('line 4999'), memory.isCopy('line 4500'), memory.isCopy('line 4499')]).toEqual([
    true,
    true,
    false,
  ]);
});
