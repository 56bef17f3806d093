import { expect, it } from 'vitest';

import { RecentMap } from './RecentMap.ts';

it('keeps the 10,000 keys that were set last', () => {
  const map = new RecentMap<number>();
  for (let i = 0; i < 10_000; i += 1) map.set(String(i), i);
  map.set('0', -1);
  map.set('new', 7);
  expect([map.get('0'), map.get('1'), map.get('2'), map.get('new')]).toEqual([-1, undefined, 2, 7]);
});
