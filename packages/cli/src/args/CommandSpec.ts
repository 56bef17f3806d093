/** One option of a command. */
export interface OptionSpec {
  /** Long name without dashes. */
  name: string;
  /** Placeholder of its value in the help text; absent for a switch. */
  value?: string;
  /** The only values allowed. */
  choices?: readonly string[];
  /** May be given several times. */
  multiple?: boolean;
  text: string;
}

/** Values of options by name: `true` for a switch, a list for a repeatable option; absent when not given. */
export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Does a command's work and resolves to the exit code. */
export type CommandRun = (options: OptionValues) => Promise<number>;

/** A command as the help text and the parser see it; its code is loaded only when it runs. */
export interface CommandSpec {
  name: string;
  summary: string;
  usage: string;
  /** Sentences under the usage line. */
  about: readonly string[];
  options: readonly OptionSpec[];
  examples: readonly string[];
  load(): Promise<CommandRun>;
}
