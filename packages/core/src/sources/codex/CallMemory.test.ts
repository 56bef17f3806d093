import { expect, it } from 'vitest';

import { CallMemory } from './CallMemory.ts';

const call = (n: number) => ({ key: `t#c${n}`, atMs: n, tool: 'shell', model: 'm' });

it('keeps open calls, and the last sixteen that ended', () => {
  const memory = new CallMemory([]);
  for (let n = 0; n < 40; n += 1) {
    memory.add(`c${n}`, call(n));
    if (n !== 0) memory.end(`c${n}`);
  }
  expect(memory.get('c0')).toEqual(call(0));
  expect(memory.get('c23')).toBeUndefined();
  expect(memory.get('c24')).toEqual({ ...call(24), hasEnded: true });
  expect(memory.state()).toHaveLength(17);
  expect(new CallMemory(memory.state()).get('c39')).toEqual({ ...call(39), hasEnded: true });
});

it('a call that is made once more is open, whatever ends after it', () => {
  const memory = new CallMemory([]);
  memory.add('again', call(1));
  memory.end('again');
  memory.add('again', call(2));
  for (let n = 0; n < 40; n += 1) {
    memory.add(`c${n}`, call(n));
    memory.end(`c${n}`);
  }
  expect(memory.get('again')).toEqual(call(2));
});

it('keeps no more open calls than a real file has', () => {
  const memory = new CallMemory([]);
  for (let n = 0; n < 5000; n += 1) memory.add(`c${n}`, call(n));
  expect(memory.state()).toHaveLength(500);
  expect(memory.get('c4999')).toEqual(call(4999));
  expect(memory.get('c0')).toBeUndefined();
});
