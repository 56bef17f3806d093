import fc from 'fast-check';
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
  expect(memory.state().split(' ')).toHaveLength(500);
  expect([memory.isCopy('line 4999'), memory.isCopy('line 4500'), memory.isCopy('line 4499')]).toEqual([
    true,
    true,
    false,
  ]);
});

it('a line that is later than all before it is known when it comes again', () => {
  const memory = new LineMemory('', 3);
  const isCopy = (id: string, atMs: number, of = memory): boolean => of.isCopy(id, atMs);
  expect([isCopy('a', 1), isCopy('b', 2), isCopy('a', 1), isCopy('c', 2), isCopy('b', 2)]).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
  const next = new LineMemory(memory.state(), 3);
  expect([isCopy('c', 2, next), isCopy('d', 9, next), isCopy('d', 9, next), isCopy('a', 1, next)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

it('the last lines are known, in whatever order they come and wherever a reading ends', () => {
  const line = fc.record({ name: fc.constantFrom('a', 'b', 'c'), atMs: fc.nat(9), endsReading: fc.boolean() });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (lines, most) => {
      let memory = new LineMemory('', most);
      let last: string[] = [];
      for (const { name, atMs, endsReading } of lines) {
        const id = `${name} ${atMs}`;
        expect(memory.isCopy(name, atMs)).toBe(last.includes(id));
        last = [...last, ...(last.includes(id) ? [] : [id])].slice(-most);
        memory = endsReading ? new LineMemory(memory.state(), most) : memory;
      }
    }),
  );
});
