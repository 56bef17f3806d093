import { describe, expect, it } from 'vitest';

import { CommandError } from './CommandError.ts';
import { COMMANDS } from './COMMANDS.ts';
import type { CommandSpec } from './CommandSpec.ts';
import { optionValues } from './optionValues.ts';

const command = (name: string): CommandSpec => {
  const found = COMMANDS.find((c) => c.name === name);
  if (!found) throw new Error(name);
  return found;
};

const refusal = (name: string, args: string[]): string => {
  try {
    optionValues(command(name), args);
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    expect((error as CommandError).exitCode).toBe(2);
    return (error as CommandError).message;
  }
  throw new Error(`accepted: ${args.join(' ')}`);
};

describe('option values', () => {
  it('reads switches, values in both notations and repeated options', () => {
    expect(optionValues(command('sync'), ['--json', '--db=a b.db', '--path', 'x', '--path=y'])).toEqual({
      json: true,
      db: 'a b.db',
      path: ['x', 'y'],
    });
  });

  it('is empty without arguments', () => {
    expect(optionValues(command('sync'), [])).toEqual({});
  });

  it('names the option that was meant', () => {
    expect(refusal('sync', ['--pth', 'x'])).toBe(
      "unknown option '--pth', did you mean --path? (see: usagekit sync --help)",
    );
    expect(refusal('report', ['--formt=json'])).toContain('did you mean --format?');
    expect(refusal('sync', ['-x'])).toContain("unknown option '-x'");
  });

  it('refuses a missing value instead of taking the next option for it', () => {
    expect(refusal('sync', ['--db', '--json'])).toContain("option '--db' needs a value: --db FILE");
    expect(refusal('sync', ['--db'])).toContain('needs a value');
    expect(refusal('sync', ['--db='])).toContain('needs a value');
    expect(optionValues(command('sync'), ['--db=--json'])).toEqual({ db: '--json' });
  });

  it('refuses values that are not offered, repetition, stray arguments and values of switches', () => {
    expect(refusal('report', ['--format', 'pdf'])).toContain("'pdf' is not a value of --format: use json, html");
    expect(refusal('report', ['--since', '2026-01-01', '--since', '2026-01-02'])).toContain('more than once');
    expect(refusal('sync', ['somewhere'])).toContain("unexpected argument 'somewhere'");
    expect(refusal('sync', ['--json=yes'])).toContain("option '--json' takes no value");
  });
});
