import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { openSqlite } from './openSqlite.ts';

const refusal = (message: string) =>
  expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each([{ readonly: true }, { readOnly: true, timeout: 5 }, null, []])(
  'options %j are refused, and no file is made',
  (options) => {
    expect(() => openSqlite(join(folder, 'made.db'), options as object)).toThrow(refusal('openSqlite'));
    expect(readdirSync(folder)).toEqual([]);
  },
);

it('an address of a file is refused, and nothing is made of it', () => {
  const address = pathToFileURL(join(folder, 'usage.db'));
  for (const file of [address.href, `FILE:${folder}/usage.db`, 'file:usage.db?mode=memory', address, undefined, 5]) {
    for (const readOnly of [false, true]) {
      expect(() => openSqlite(file as string, { readOnly })).toThrow(refusal(`${String(file)}`));
    }
  }
  expect(readdirSync(folder)).toEqual([]);
});

it('a file that is called so is opened by its path', () => {
  openSqlite(join(folder, 'file:usage.db')).close();
  expect(readdirSync(folder)).toEqual(['file:usage.db']);
});
