import type { RollupRow } from '../model/Rollup.ts';

/**
 * A row of a rollup as one text: rows that count together have the same.
 *
 * @example
 * rowId({ bucket: 7, key: ['a', ''] }) // => '[7,"a",""]'
 */
export function rowId({ bucket, key }: Pick<RollupRow, 'bucket' | 'key'>): string {
  return JSON.stringify([bucket, ...key]);
}
