import { describe, expect, it } from 'vitest';

import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';

describe.each([
  ['claudeCode', claudeCode],
  ['codex', codex],
])('options of %s', (name, source) => {
  it.each([
    ['a text', '/srv/x'],
    ['a list with something else in it', ['/srv/x', 7]],
    ['a list with an empty text, which is the working directory', ['']],
    ['null', null],
  ])('paths that are %s are refused', (_what, paths) => {
    expect(() => source({ paths: paths as string[] })).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: `${name}({ paths }) is a list of folders and files, as ['/srv/transcripts']`,
      }),
    );
  });

  it('a name that is none is refused, with those that are', () => {
    expect(() => source({ path: ['/srv/x'] } as object)).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: `${name} has no option 'path': it takes paths, env`,
      }),
    );
    expect(() => source(null as unknown as object)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it('paths that are a list are the roots, an empty one as well', () => {
    expect(source({ paths: ['/srv/x'] }).roots()).toEqual(['/srv/x']);
    expect(source({ paths: [] }).roots()).toEqual([]);
  });
});
