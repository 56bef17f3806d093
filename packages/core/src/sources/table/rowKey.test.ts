import { describe, expect, it } from 'vitest';

import { rowKey } from './rowKey.ts';

describe('S3.17 what names a row in its table', () => {
  it.each([
    ['1', 'integer', 'BIGINT', '["1"]'],
    ['1', 'text', 'varchar(9)', '["1"]'],
    ['31', 'blob', 'BLOB', '["31"]'],
    ['1', 'integer', '', '["1"]'],
    [1.5, 'real', 'numeric', '["1.5"]'],
    ['2026-11-01', 'text', 'DATETIME', '["2026-11-01"]'],
    ['6f0c-1', 'text', '', '["6f0c-1"]'],
    ['1', 'text', '', '[["text","1"]]'],
    ['1.5', 'text', 'any', '[["text","1.5"]]'],
    ['9223372036854775807', 'text', '', '[["text","9223372036854775807"]]'],
    ['31', 'blob', 'text', '[["blob","31"]]'],
    ['31', 'blob', '', '[["blob","31"]]'],
    ['31', 'text', 'blob', '[["text","31"]]'],
    ['31', 'integer', 'blob', '[["number","31"]]'],
    ['31', 'text', undefined, '["31"]'],
  ])('%s, %s in a column of type "%s", is %s', (value, type, declared, key) => {
    expect(rowKey([{ value, type }], [declared])).toBe(key);
  });
});
