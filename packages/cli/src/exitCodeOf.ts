import { closestWord } from './args/closestWord.ts';
import { CommandError } from './args/CommandError.ts';
import { COMMANDS } from './args/COMMANDS.ts';
import { helpText } from './args/helpText.ts';
import { optionValues } from './args/optionValues.ts';
import { printed } from './printed.ts';

/**
 * Runs one command line and resolves to its exit code.
 *
 * @param args what follows `usagekit`
 * @throws CommandError, or what the command throws
 */
export async function exitCodeOf(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined) {
    process.stderr.write(helpText());
    return 2;
  }
  if (first === '--version') {
    await printed(`${USAGEKIT_VERSION}\n`);
    return 0;
  }
  if (first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    await printed(helpText());
    return 0;
  }
  const name = first === 'help' ? rest[0] : first;
  const command = COMMANDS.find((c) => c.name === name);
  if (!command) {
    const meant = closestWord(
      String(name),
      COMMANDS.map((c) => c.name),
    );
    const kind = first.startsWith('-') ? 'option' : 'command';
    throw new CommandError(
      2,
      `unknown ${kind} '${name}'${meant ? `, did you mean ${meant}?` : ''} (see: usagekit --help)`,
    );
  }
  // Help wins over everything else on the line, right or wrong.
  if (first === 'help' || rest.includes('--help') || rest.includes('-h')) {
    await printed(helpText(command));
    return 0;
  }
  const options = optionValues(command, rest);
  if (options['version']) {
    await printed(`${USAGEKIT_VERSION}\n`);
    return 0;
  }
  const run = await command.load();
  return run(options);
}
