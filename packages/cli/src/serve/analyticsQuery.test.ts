import { describe, expect, it } from 'vitest';

import { analyticsQuery } from './analyticsQuery.ts';
import { ApiError } from './ApiError.ts';
import { sessionQuery } from './sessionQuery.ts';

const refusal = (read: (parameters: URLSearchParams) => unknown, search: string): string => {
  try {
    read(new URLSearchParams(search));
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).status).toBe(400);
    return (error as ApiError).message;
  }
  throw new Error(`accepted: ${search}`);
};

describe('analytics query', () => {
  it('is the last 30 days by default', () => {
    expect(analyticsQuery(new URLSearchParams())).toEqual({ dateRange: '30d' });
    expect(analyticsQuery(new URLSearchParams('range=&group_by='))).toEqual({ dateRange: '30d' });
  });

  it('reads every parameter', () => {
    const search =
      'start=2026-03-01&end=2026-03-08&group_by=month&time_zone=Asia/Kolkata&hide_failed=1&costs=known-now&where={"model":["a","b"]}';
    expect(analyticsQuery(new URLSearchParams(search))).toEqual({
      dateRange: { start: '2026-03-01', end: '2026-03-08' },
      groupBy: 'month',
      timeZone: 'Asia/Kolkata',
      hideFailed: true,
      costs: 'known-now',
      where: { model: ['a', 'b'] },
    });
  });

  it('refuses what it does not know', () => {
    expect(refusal(analyticsQuery, 'rnage=7d')).toContain("unknown parameter 'rnage'");
    expect(refusal(analyticsQuery, 'range=8d')).toContain("'range' is '8d': use one of today, 7d");
    expect(refusal(analyticsQuery, 'group_by=year')).toContain('use one of day, week, month');
    expect(refusal(analyticsQuery, 'costs=list')).toContain('use one of billed, known-now, today');
    expect(refusal(analyticsQuery, 'hide_failed=yes')).toContain("'hide_failed' is 'yes'");
    expect(refusal(analyticsQuery, 'range=7d&range=30d')).toContain('more than once');
    expect(refusal(analyticsQuery, 'range=7d&start=2026-01-01&end=2026-01-02')).toContain("either 'range' or");
    expect(refusal(analyticsQuery, 'start=2026-01-01')).toBe("'end' is missing");
    expect(refusal(analyticsQuery, 'where=[1]')).toContain('JSON object of lists');
    expect(refusal(analyticsQuery, 'where={"model":"a"}')).toContain('JSON object of lists');
    expect(refusal(analyticsQuery, 'where={')).toContain('JSON object of lists');
  });
});

describe('session query', () => {
  it('S2.08 reads limit, offset and sorting', () => {
    expect(sessionQuery(new URLSearchParams('limit=50&offset=100&sort_by=cost&sort_order=desc&range=all'))).toEqual({
      dateRange: 'all',
      limit: 50,
      offset: 100,
      sortBy: 'cost',
      sortOrder: 'desc',
    });
    expect(sessionQuery(new URLSearchParams())).toEqual({});
  });

  it('refuses numbers out of bounds', () => {
    expect(refusal(sessionQuery, 'limit=-1')).toContain('whole number from 0 to 1000');
    expect(refusal(sessionQuery, 'limit=1e2')).toContain('whole number');
    expect(refusal(sessionQuery, 'limit=5000')).toContain('whole number');
    expect(refusal(sessionQuery, 'group_by=day')).toContain('unknown parameter');
  });
});
