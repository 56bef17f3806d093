import { describe, expect, it } from 'vitest';

import { AnswerCache } from './AnswerCache.ts';

const one = (): number => 1;

describe('AnswerCache', () => {
  it('answers a question once, also while it is being answered', async () => {
    const cache = new AnswerCache<string>(10);
    let asked = 0;
    const find = async (): Promise<string> => {
      asked += 1;
      return 'a';
    };
    expect(await Promise.all([cache.answer('k', find, one), cache.answer('k', find, one)])).toEqual(['a', 'a']);
    expect(await cache.answer('k', find, one)).toBe('a');
    expect(asked).toBe(1);
  });

  it('keeps no more than it may, and what was used last', async () => {
    const cache = new AnswerCache<string>(3);
    const ask = (key: string) => cache.answer(key, async () => key, one);
    for (const key of ['a', 'b', 'c', 'a', 'd']) await ask(key);
    const missed: string[] = [];
    const asked = (key: string) => cache.answer(key, async () => (missed.push(key), key), one);
    for (const key of ['a', 'c', 'd']) await asked(key);
    expect(missed).toEqual([]);
    await asked('b');
    expect(missed).toEqual(['b']);
  });

  it('forgets what failed, and what is too heavy by itself', async () => {
    const cache = new AnswerCache<string>(3);
    await expect(cache.answer('k', () => Promise.reject(new Error('no')), one)).rejects.toThrow('no');
    const asked = (found: string) =>
      cache.answer(
        'k',
        async () => found,
        () => 4,
      );
    expect([await asked('yes'), await asked('again')]).toEqual(['yes', 'again']);
  });

  it('keeps what it has where an answer is too heavy by itself', async () => {
    const cache = new AnswerCache<string>(3);
    const ask = (key: string, found: string, weight: number) =>
      cache.answer(
        key,
        async () => found,
        () => weight,
      );
    for (const key of ['a', 'b', 'c']) await ask(key, 'known', 1);
    await ask('heavy', 'known', 4);
    const again = ['a', 'b', 'c', 'heavy'].map((key) => ask(key, 'found again', 1));
    expect(await Promise.all(again)).toEqual(['known', 'known', 'known', 'found again']);
  });
});
