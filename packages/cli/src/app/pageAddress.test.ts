import { describe, expect, it } from 'vitest';

import { pageSearch, pageState } from './pageAddress.ts';

describe('the page’s address', () => {
  it.each([
    '?range=30d&group_by=day',
    '?range=7d&group_by=week&hide_failed=1&measure=tokens&tables=cost-by-model,cost-over-time',
    '?start=2026-03-01&end=2026-03-31&group_by=day&time_zone=Asia%2FKolkata&where=%7B%22project%22%3A%5B%22a%26b%22%5D%7D',
  ])('%s says the same when it is read and written', (search) => {
    const state = pageState(search);
    expect(state.complaint).toBeUndefined();
    expect(pageState(pageSearch(state))).toEqual(state);
    expect(new URLSearchParams(pageSearch(state)).toString().replaceAll('%2C', ',')).toBe(search.slice(1));
  });

  it('is the last 30 days by day when it says nothing', () => {
    expect(pageState('')).toEqual({ query: { dateRange: '30d', groupBy: 'day' }, view: {} });
  });

  it.each([
    ['?range=nonsense', "'range' is 'nonsense'", 'You see the last 30 days instead.'],
    ['?colour=red', "unknown parameter 'colour'", 'You see the last 30 days instead.'],
    ['?range=7d&range=30d', "'range' was given more than once", 'You see the last 30 days instead.'],
    ['?where=[', "'where' must be a JSON object", 'You see the last 30 days instead.'],
  ])('%s is the last 30 days, and said so', (search, reason, shown) => {
    const { query, complaint } = pageState(search);
    expect(query).toEqual({ dateRange: '30d', groupBy: 'day' });
    expect(complaint).toContain(reason);
    expect(complaint).toContain(shown);
  });

  it('a view that makes no sense leaves the query as it is', () => {
    const { query, view, complaint } = pageState('?range=7d&measure=euro');
    expect([query.dateRange, view]).toEqual(['7d', {}]);
    expect(complaint).toBe("The address was not understood: 'measure' is 'euro': use one of cost, tokens.");
    expect(pageState('?tables=%3Cscript%3E').complaint).toContain("'tables' is '<script>'");
    // Two mistakes are both named.
    expect(pageState('?range=x&measure=y').complaint).toMatch(/'range' is 'x'.*; 'measure' is 'y'/);
  });
});
