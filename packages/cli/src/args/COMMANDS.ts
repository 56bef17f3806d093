import type { CommandSpec, OptionSpec } from './CommandSpec.ts';

const DATABASE: OptionSpec = {
  name: 'db',
  value: 'FILE',
  text: 'database file (default: $USAGEKIT_DB, else usagekit/usage.db in your data folder)',
};
const FOLDERS: OptionSpec = {
  name: 'path',
  value: 'DIR',
  multiple: true,
  text: "read this folder instead of the agents' own; may be repeated",
};
const PORT: OptionSpec = {
  name: 'port',
  value: 'N',
  text: 'port to listen on; 0 picks one (default: 4777 or the next free one)',
};

/** Every command, in the order of the help text. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'start',
    summary: 'find transcripts, sync them and open the dashboard',
    usage: 'usagekit start [--sample] [--path DIR]… [--db FILE] [--port N] [--no-open]',
    about: ['Syncs the transcripts of Claude Code and Codex, then serves the dashboard until Ctrl-C.'],
    options: [
      { name: 'sample', text: 'show made-up sample usage, kept apart from yours' },
      FOLDERS,
      DATABASE,
      PORT,
      { name: 'no-open', text: 'do not open a browser' },
    ],
    examples: ['usagekit start', 'usagekit start --sample', 'usagekit start --path ~/backup/transcripts'],
    load: async () => (await import('../commands/startCommand.ts')).startCommand,
  },
  {
    name: 'sync',
    summary: 'read new transcript lines into the database',
    usage: 'usagekit sync [--full] [--source claude-code|codex|all] [--path DIR]… [--db FILE] [--json]',
    about: [
      'Reads only what is new; running it again changes nothing. With --full every transcript is read from its first byte: that finds',
      'what was changed in the middle of one, or without another size and time. Nothing is counted twice, and nothing is removed.',
      'Usage stays in the database when the transcripts it came from are gone.',
    ],
    options: [
      { name: 'full', text: 'read all transcripts again, from the start' },
      {
        name: 'source',
        value: 'NAME',
        choices: ['claude-code', 'codex', 'all'],
        text: 'claude-code, codex or all (default: all)',
      },
      FOLDERS,
      DATABASE,
      { name: 'json', text: 'print one JSON object instead of text' },
    ],
    examples: ['usagekit sync', 'usagekit sync --full', 'usagekit sync --source codex --path ~/.codex --json'],
    load: async () => (await import('../commands/syncCommand.ts')).syncCommand,
  },
  {
    name: 'report',
    summary: 'write the figures of a range as JSON or HTML',
    usage:
      'usagekit report --format json|html [--since DATE] [--until DATE] [--time-zone ZONE] [--group-by day|week|month] [--costs MODE] [--db FILE] [--out FILE]',
    about: [
      'Dates are local days YYYY-MM-DD, both inclusive; without them the report covers everything.',
      'The HTML report is one file without scripts: it opens from disk, can be mailed and printed.',
    ],
    options: [
      { name: 'format', value: 'FORMAT', choices: ['json', 'html'], text: 'json or html' },
      { name: 'since', value: 'DATE', text: 'first day' },
      { name: 'until', value: 'DATE', text: 'last day' },
      { name: 'time-zone', value: 'ZONE', text: "IANA time zone of the days (default: this computer's)" },
      {
        name: 'group-by',
        value: 'WIDTH',
        choices: ['day', 'week', 'month'],
        text: 'width of a point of the time series (default: day)',
      },
      {
        name: 'costs',
        value: 'MODE',
        choices: ['billed', 'known-now', 'today'],
        text: 'prices: as billed (default), as they are known now, or of today; JSON only',
      },
      DATABASE,
      { name: 'out', value: 'FILE', text: 'write to this file instead of standard output' },
    ],
    examples: [
      'usagekit report --format json --since 2026-11-01 --group-by week',
      'usagekit report --format html --out usage.html',
    ],
    load: async () => (await import('../commands/reportCommand.ts')).reportCommand,
  },
  {
    name: 'serve',
    summary: 'serve the dashboard of a database',
    usage: 'usagekit serve [--path DIR]… [--db FILE] [--port N]',
    about: [
      'Serves the dashboard and its JSON API on 127.0.0.1 until Ctrl-C.',
      'Its Resync button reads all transcripts again, from the start; nothing is counted twice.',
    ],
    options: [FOLDERS, DATABASE, PORT],
    examples: ['usagekit serve', 'usagekit serve --port 8080'],
    load: async () => (await import('../commands/serveCommand.ts')).serveCommand,
  },
  {
    name: 'reprice',
    summary: 'price stored requests anew by the current price book',
    usage:
      'usagekit reprice [--dry-run] [--unpriced] [--model NAME] [--since DATE] [--db FILE] [--json] | usagekit reprice --undo',
    about: [
      'A request keeps the price it was first written with; this changes it, and says what each model costs more or less.',
      'What it changes can be taken back. sync prices by itself what had no price, once the price book has one.',
    ],
    options: [
      { name: 'dry-run', text: 'show what would change and change nothing' },
      { name: 'unpriced', text: 'only requests that have no price' },
      {
        name: 'model',
        value: 'NAME',
        text: 'only requests of this model, by its stored name or the one without its snapshot date',
      },
      { name: 'since', value: 'DATE', text: 'only requests of this local day and later, YYYY-MM-DD' },
      { name: 'undo', text: 'take the latest repricing back, also one that sync did' },
      DATABASE,
      { name: 'json', text: 'print one JSON object instead of text' },
    ],
    examples: [
      'usagekit reprice --dry-run',
      'usagekit reprice --model claude-opus-4-5 --since 2026-11-01',
      'usagekit reprice --undo',
    ],
    load: async () => (await import('../commands/repriceCommand.ts')).repriceCommand,
  },
  {
    name: 'doctor',
    summary: 'check the database: every stored sum against the ledger',
    usage: 'usagekit doctor [--rebuild] [--db FILE] [--json]',
    about: [
      'Compares sessions, 15-minute cells and day sums with the requests they are made of. Ends with 1 when something differs.',
      'With --rebuild all sums are computed anew first, and their tables made again where they were lost; what was wrong before is told. Nothing else changes, and the dashboard stays exact meanwhile.',
    ],
    options: [
      { name: 'rebuild', text: 'compute all sums anew before checking' },
      DATABASE,
      { name: 'json', text: 'print one JSON object instead of text' },
    ],
    examples: ['usagekit doctor', 'usagekit doctor --rebuild'],
    load: async () => (await import('../commands/doctorCommand.ts')).doctorCommand,
  },
  {
    name: 'migrate',
    summary: 'bring a database to this version, or print the SQL that does',
    usage:
      'usagekit migrate [--db FILE] | usagekit migrate --print-sql [--engine NAME] [--table-prefix TEXT] [--schema NAME]',
    about: [
      'Other commands migrate by themselves. --print-sql is for databases that an application may not change itself:',
      'it prints the statements for an empty database, and touches none.',
    ],
    options: [
      DATABASE,
      { name: 'print-sql', text: 'print the SQL instead of running it' },
      { name: 'engine', value: 'NAME', choices: ['sqlite', 'postgres'], text: 'whose SQL (default: postgres)' },
      { name: 'table-prefix', value: 'TEXT', text: 'begins the names of all tables (default: uk_)' },
      { name: 'schema', value: 'NAME', text: 'schema of the tables' },
    ],
    examples: ['usagekit migrate', 'usagekit migrate --print-sql --engine postgres --schema usage'],
    load: async () => (await import('../commands/migrateCommand.ts')).migrateCommand,
  },
];
