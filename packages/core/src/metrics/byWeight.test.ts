import { expect, it } from 'vitest';

import type { RollupMeasures } from '../model/Rollup.ts';
import { byWeight } from './byWeight.ts';

it('dearest first, then most tokens, then most calls, then by name', () => {
  const groups: [string, RollupMeasures][] = [
    ['b', {}],
    ['a', { calls: 0n }],
    ['few calls', { calls: 2n }],
    ['calls', { calls: 10n }],
    ['tokens', { input: 1n }],
    ['more tokens', { input: 1n, output: 9n }],
    ['cheap', { costPico: 1n, calls: 5n }],
    ['dear', { costPico: 2n }],
  ];
  const names = ['dear', 'cheap', 'more tokens', 'tokens', 'calls', 'few calls', 'a', 'b'];
  expect(groups.toSorted(byWeight).map(([name]) => name)).toEqual(names);
});
