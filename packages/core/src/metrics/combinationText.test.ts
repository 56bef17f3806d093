import { expect, it } from 'vitest';

import { combinationText } from './combinationText.ts';
import { dimension } from './dimension.ts';

it('has the values that rollups keep, of dimensions of any grain, and no unknown ones', () => {
  const declared = [
    dimension('task', { grain: 'request' }),
    dimension('step', { grain: 'call' }),
    dimension('note', { grain: 'request', rollup: false }),
  ];
  const values = { step: '2', task: 'a', note: 'n', other: 'o', kind: 'main', project: '' };
  expect(combinationText(values, declared)).toBe('[["kind","main"],["step","2"],["task","a"]]');
  expect(combinationText(values, [])).toBe('[["kind","main"]]');
  expect(combinationText({ task: '' }, declared)).toBe('');
});
