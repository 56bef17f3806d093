import { describe, expect, it } from 'vitest';

import { printable } from './printable.ts';

describe('names on a terminal', () => {
  it('write out what would steer it or turn the text around', () => {
    expect(printable('a\u0000\t\n\u001B[31m\u007F\u0085\u009B2J')).toBe(
      String.raw`a\u0000\u0009\u000a\u001b[31m\u007f\u0085\u009b2J`,
    );
    expect(printable('\u202Elmth.\u2066\u2069\u200F\u061C\u2028')).toBe(
      String.raw`\u202elmth.\u2066\u2069\u200f\u061c\u2028`,
    );
  });

  it('stay as they are in any language', () => {
    for (const name of ['claude-opus-4-5', 'C:\\Users\\Ada', 'möhre 日本語 עברית 👩‍💻', ''])
      expect(printable(name)).toBe(name);
  });
});
