import type { TableSpec } from '../TableSpec.ts';

/** Repricings, and what the requests they changed cost before and after. */
export const REPRICING: readonly TableSpec[] = [
  {
    name: 'uk_repricing',
    columns: {
      tenant: 'id',
      run: 'id',
      started_ms: 'int64',
      book: 'id',
      model: 'id',
      since_ms: 'int64',
      unpriced_only: 'code',
      stage: 'code',
      done_ms: 'int64',
      changed: 'int64',
    },
    key: ['tenant', 'run'],
    order: 'key',
  },
  {
    name: 'uk_repriced_request',
    columns: {
      tenant: 'id',
      run: 'id',
      request_key: 'int64',
      content: 'int64',
      old_class: 'id',
      old_nano: 'int64?',
      old_pico: 'code',
      old_book: 'id',
      new_class: 'id',
      new_nano: 'int64?',
      new_pico: 'code',
      new_book: 'id',
    },
    key: ['tenant', 'run', 'request_key'],
    order: 'key',
  },
];
