import { COMMANDS } from './COMMANDS.ts';
import type { CommandSpec } from './CommandSpec.ts';

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};

/**
 * What `--help` prints: of one command, or of the program when none is given. Ends in a line break.
 */
export function helpText(command?: CommandSpec): string {
  if (!command) {
    return [
      'usagekit: see what your AI coding agents used, cost and achieved',
      '',
      'Usage: usagekit <command> [options]',
      '',
      columns(COMMANDS.map(({ name, summary }) => [name, summary])),
      '',
      columns([
        ['--help', 'show help; after a command, its options'],
        ['--version', 'print the version'],
      ]),
      '',
      'Everything stays on this computer: no prompts are stored, nothing is sent anywhere.',
      '',
    ].join('\n');
  }
  const options = command.options.map(
    ({ name, value, text }) => [`--${name}${value ? ` ${value}` : ''}`, text] as const,
  );
  return [
    `usagekit ${command.name}: ${command.summary}`,
    '',
    `Usage: ${command.usage}`,
    '',
    ...command.about,
    '',
    columns([...options, ['--help', 'show this help']]),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}
