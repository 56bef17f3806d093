import { describe, expect, it } from 'vitest';

import { closestWord } from './closestWord.ts';

describe('closest word', () => {
  it.each([
    ['sorce', 'source'],
    ['pth', 'path'],
    ['js', 'json'],
    ['soruce', 'source'],
  ])('%s was meant to be %s', (typed, meant) => {
    expect(closestWord(typed, ['source', 'path', 'json'])).toBe(meant);
  });

  it('says nothing when no word is close', () => {
    expect(closestWord('colour', ['source', 'path', 'json'])).toBeUndefined();
    expect(closestWord('', ['source'])).toBeUndefined();
  });
});
