import fc from 'fast-check';
import { expect, it } from 'vitest';

import { originalText, storedText } from './storedText.ts';

it('any text comes back as it was, and is stored without NUL and lone surrogates', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const stored = storedText(text);
      expect(originalText(stored)).toBe(text);
      expect(stored).not.toContain('\0');
      expect(stored.isWellFormed()).toBe(true);
    }),
  );
  expect(originalText(storedText('\ud800"\0'))).toBe('\ud800"\0');
});

it('a byte order mark at the beginning is kept where a driver takes it away', () => {
  expect(new TextDecoder().decode(new TextEncoder().encode(storedText('\ufeffweb')))).toBe('"\ufeffweb"');
  expect(originalText(storedText('\ufeffweb'))).toBe('\ufeffweb');
});
