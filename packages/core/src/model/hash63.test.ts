import { expect, it } from 'vitest';

import { hash63 } from './hash63.ts';

it('keys are stable: a change would orphan every stored row', () => {
  const keys = ['', 'a', 'claude-code\u0000msg_01', '🚀'].map((text) => hash63(text));
  expect(keys.map(String)).toMatchInlineSnapshot(`
    [
      "4312652196227920132",
      "8822713463786498136",
      "770778989743948035",
      "556888735217501952",
    ]
  `);
});

it('keys are positive and fit a signed 64-bit column', () => {
  for (let i = 0; i < 1000; i += 1) {
    const key = hash63(`id-${i}`);
    expect(key >= 0n && key < 2n ** 63n).toBe(true);
  }
});

it('a million similar ids have a million keys', () => {
  const keys = new Set<bigint>();
  for (let i = 0; i < 1_000_000; i += 1) keys.add(hash63(`claude-code\u0000msg_01${i.toString(36)}`));
  expect(keys.size).toBe(1_000_000);
});

it('half of the key alone is spread like chance: 200,000 ids, 32 bits', () => {
  const low = new Set<bigint>();
  for (let i = 0; i < 200_000; i += 1) low.add(hash63(`s\u0000${i}`) & 0xffffffffn);
  expect(200_000 - low.size).toBeLessThan(20);
});
