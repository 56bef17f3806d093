import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { databaseFile } from './databaseFile.ts';

describe.runIf(process.platform !== 'win32')('database file', () => {
  const linux = { env: {}, platform: 'linux', home: '/home/ada' } as const;

  it('is the one given, then $USAGEKIT_DB, then the data folder', () => {
    expect(databaseFile('/tmp/a.db', { ...linux, env: { USAGEKIT_DB: '/b.db' } })).toBe('/tmp/a.db');
    expect(databaseFile(undefined, { ...linux, env: { USAGEKIT_DB: '/b.db' } })).toBe('/b.db');
    expect(databaseFile(undefined, linux)).toBe('/home/ada/.local/share/usagekit/usage.db');
  });

  it('is absolute', () => {
    expect(databaseFile('a.db', linux)).toBe(resolve('a.db'));
  });

  it('follows the custom of each system', () => {
    expect(databaseFile(undefined, { ...linux, env: { XDG_DATA_HOME: '/data' } })).toBe('/data/usagekit/usage.db');
    expect(databaseFile(undefined, { env: {}, platform: 'darwin', home: '/Users/ada' })).toBe(
      '/Users/ada/Library/Application Support/usagekit/usage.db',
    );
    const windows = { env: { LOCALAPPDATA: '/local' }, platform: 'win32', home: '/ada' } as const;
    expect(databaseFile(undefined, windows)).toBe('/local/usagekit/usage.db');
  });

  it('ignores a relative data folder, as the XDG base directory specification says', () => {
    for (const XDG_DATA_HOME of ['', 'data', './data', '~/data']) {
      const file = databaseFile(undefined, { ...linux, env: { XDG_DATA_HOME } });
      expect(file).toBe('/home/ada/.local/share/usagekit/usage.db');
    }
    const windows = { env: { LOCALAPPDATA: 'local' }, platform: 'win32', home: '/ada' } as const;
    expect(databaseFile(undefined, windows)).toBe('/ada/AppData/Local/usagekit/usage.db');
  });

  it('is a path and no address', () => {
    expect(() => databaseFile('file:/data/usage.db', linux)).toThrow("'file:/data/usage.db' is a URI: name the path");
    expect(() => databaseFile(undefined, { ...linux, env: { USAGEKIT_DB: 'FILE:///u.db' } })).toThrow('is a URI');
    expect(databaseFile('/data/file:usage.db', linux)).toBe('/data/file:usage.db');
  });

  it('is refused without a home folder, unless it is named', () => {
    const nobody = { ...linux, home: undefined };
    expect(() => databaseFile(undefined, nobody)).toThrow('no place for the database: the home folder is not known');
    expect(databaseFile('/a.db', nobody)).toBe('/a.db');
    expect(databaseFile(undefined, { ...nobody, env: { USAGEKIT_DB: '/b.db' } })).toBe('/b.db');
    expect(databaseFile(undefined, { ...nobody, env: { XDG_DATA_HOME: '/data' } })).toBe('/data/usagekit/usage.db');
  });
});
