import { expect, it } from 'vitest';

import { type Fields, fieldTable } from './fieldTable.ts';
import { LineScanner } from './LineScanner.ts';

const named = (count: number): Fields => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, {}]));

it('names that the scanner cannot compare are refused', () => {
  for (const key of ['', 'é', 'a\\b', 'x'.repeat(33)]) {
    expect(() => fieldTable({ fields: { [key]: {} } }, 16)).toThrow(RangeError);
  }
  expect(() => fieldTable({ fields: named(33) }, 16)).toThrow('more than 32 fields');
  expect(() => fieldTable({ fields: {}, idleStarts: ['x'.repeat(129)] }, 16)).toThrow(RangeError);
  expect(() => fieldTable({ fields: {}, needles: [{ word: '()' }] }, 16)).toThrow('no small letter');
});

it('all of 32 keys are found, however their hashes fall, and no other', () => {
  const scanner = new LineScanner({ fields: named(32) }, 4096);
  const record = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`key${i}`, i]));
  const line = `${JSON.stringify(record)}\n`;
  const length = scanner.input.write(line);
  const expected = Object.fromEntries(Object.entries(record).filter(([, i]) => i < 32));
  expect(scanner.lines(0, length)).toEqual({ contents: [expected], ends: [length] });
});
