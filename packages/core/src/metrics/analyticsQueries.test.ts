import { describe, expect, it } from 'vitest';

import { analyticsQueries } from './analyticsQueries.ts';
import { assertRollupNames } from './rollup.ts';

const segments = [{ startMs: 0, endMs: 1, offsetSlots: 0 }];

describe('analyticsQueries', () => {
  it('ask for names that their family has, over the same segments, with the same filter', () => {
    const where = { project: ['web'], model: ['opus'], source: ['codex'], status: ['failed', 'completed'] };
    for (const query of Object.values(analyticsQueries(segments, { where, hideFailed: true }))) {
      expect(() => assertRollupNames(query)).not.toThrow();
      expect(query).toMatchObject({ segments, where: { project: ['web'], model: ['opus'] } });
    }
  });

  it('S4 hide failed asks for what is hidden: the failed ones among those that the filter keeps', () => {
    const excluded = (where?: Record<string, string[]>) =>
      analyticsQueries(segments, { ...(where && { where }), hideFailed: true }).excludedUsage?.where;
    expect(excluded()).toEqual({ status: ['failed'] });
    expect(excluded({ status: ['failed', 'running'], project: ['a'] })).toEqual({ status: ['failed'], project: ['a'] });
    expect(excluded({ status: ['running'] })).toEqual({ status: [] });
  });

  it('do not ask for hidden sessions when none are hidden', () => {
    expect(Object.keys(analyticsQueries(segments, {}))).not.toContain('excludedUsage');
  });
});
