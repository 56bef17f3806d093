import { describe, expect, it } from 'vitest';

import { codex } from '../sources/codex/index.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { AnalyticsService } from './AnalyticsService.ts';
import { usagekit } from './usagekit.ts';

const right = { store: memoryStore(), timeZone: 'UTC' };

it.each<[string, unknown, string]>([
  ['no options', undefined, 'usagekit must be an object of options: store, timeZone'],
  ['no store', { timeZone: 'UTC' }, 'usagekit({ store }) takes a store: sqliteStore, postgresStore or another'],
  ['a source', { ...right, sources: codex({ paths: [] }) }, 'usagekit({ sources }) takes a list of sources'],
  ['sources that are none', { ...right, sources: [{}] }, 'usagekit({ sources }) takes a list of sources'],
  ['price rows', { ...right, prices: [] }, 'usagekit({ prices }) takes a price book: priceBook({ overrides: [row] })'],
  ['options of a book', { ...right, prices: { overrides: [] } }, 'usagekit({ prices }) takes a price book'],
])('usagekit with %s', (_, options, message) => {
  expect(() => Reflect.apply(usagekit, undefined, [options])).toThrow(
    expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) as string }),
  );
});

describe('AnalyticsService', () => {
  it.each<[string, unknown, string]>([
    ['no options', undefined, 'AnalyticsService must be an object of options: store, timeZone'],
    ['no store', { timeZone: 'UTC' }, 'AnalyticsService({ store }) takes a store: sqliteStore, postgresStore or'],
    ['a misspelt name', { ...right, timezone: 'UTC' }, "AnalyticsService has no option 'timezone'"],
    ['price rows', { ...right, prices: [] }, 'AnalyticsService({ prices }) takes a price book'],
  ])('with %s', (_, options, message) => {
    expect(() => Reflect.construct(AnalyticsService, [options])).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) as string }),
    );
  });
});
