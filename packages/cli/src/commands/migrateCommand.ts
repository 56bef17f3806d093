import { migrationSql } from '@usagekit/core/storage';

import { CommandError } from '../args/CommandError.ts';
import type { CommandRun } from '../args/CommandSpec.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { openUsage } from '../database/openUsage.ts';
import { printed } from '../printed.ts';

/** Migrates a database file, or prints the SQL that makes the tables elsewhere. */
export const migrateCommand: CommandRun = async (options) => {
  const [engine, tablePrefix, schema] = ['engine', 'table-prefix', 'schema'].map((name) => options[name]);
  if (options['print-sql']) {
    if (options['db'] !== undefined) throw new CommandError(2, '--print-sql touches no database: leave out --db');
    const names = {
      ...(tablePrefix !== undefined && { tablePrefix: String(tablePrefix) }),
      ...(schema !== undefined && { schema: String(schema) }),
    };
    const of = engine === 'sqlite' ? 'sqlite' : 'postgres';
    const tables = migrationSql({ engine: of, ...names });
    // Within the one transaction, so that nothing is left of the schema either where it stops half way.
    const made = `begin;\ncreate schema if not exists "${String(schema)}";\n`;
    await printed(schema !== undefined ? tables.replace('begin;\n', () => made) : tables);
    return 0;
  }
  if (engine !== undefined || tablePrefix !== undefined || schema !== undefined) {
    throw new CommandError(2, '--engine, --table-prefix and --schema belong to --print-sql');
  }
  const file = databaseFile(options['db'] as string | undefined);
  const { usage } = await openUsage(file, { timeZone: systemTimeZone() });
  await usage.close();
  await printed(`${file} is up to date\n`);
  return 0;
};
