import { closestWord } from './closestWord.ts';
import { CommandError } from './CommandError.ts';
import type { CommandSpec, OptionSpec, OptionValues } from './CommandSpec.ts';

// Not imported: an import makes all that `node:util` has, text decoders and differences among it, for its list of names.
const { parseArgs } = process.getBuiltinModule('node:util');

/** Switches every command knows. */
const COMMON: readonly OptionSpec[] = [
  { name: 'help', text: 'show this help' },
  { name: 'version', text: 'print the version' },
];

/**
 * The options of a command line, checked against the command's specification.
 *
 * @param args what follows the command's name
 * @throws CommandError with exit code 2 for an unknown, repeated, empty or forbidden option or a stray argument
 */
export function optionValues(spec: CommandSpec, args: readonly string[]): OptionValues {
  const known = [...spec.options, ...COMMON];
  const wrong = (message: string): CommandError =>
    new CommandError(2, `${message} (see: usagekit ${spec.name} --help)`);
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries([
      ...known.map(({ name, value }) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]),
      ['h', { type: 'boolean' as const }],
    ]),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values: Record<string, string | boolean | string[]> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') throw wrong(`unexpected argument '${token.value}'`);
    if (token.kind !== 'option') continue;
    const name = token.rawName === '-h' ? 'help' : token.name;
    const option = token.rawName.startsWith('--') || name === 'help' ? known.find((o) => o.name === name) : undefined;
    if (!option) {
      const meant = closestWord(
        name,
        known.map((o) => o.name),
      );
      throw wrong(`unknown option '${token.rawName}'${meant ? `, did you mean --${meant}?` : ''}`);
    }
    if (!option.value) {
      if (token.value !== undefined) throw wrong(`option '--${name}' takes no value`);
      values[name] = true;
      continue;
    }
    // `--db --json` is a forgotten value, not a file named `--json`; `--db=--json` remains possible.
    const forgotten = !token.value || (!token.inlineValue && token.value.startsWith('--'));
    if (forgotten) throw wrong(`option '--${name}' needs a value: --${name} ${option.value}`);
    const value = String(token.value);
    if (option.choices && !option.choices.includes(value)) {
      throw wrong(`'${value}' is not a value of --${name}: use ${option.choices.join(', ')}`);
    }
    const before = values[name];
    if (before !== undefined && !option.multiple) throw wrong(`option '--${name}' was given more than once`);
    values[name] = option.multiple ? [...(Array.isArray(before) ? before : []), value] : value;
  }
  return values;
}
