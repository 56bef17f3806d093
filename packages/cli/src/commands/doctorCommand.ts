import type { StoreCheck } from '@usagekit/core/storage';

import type { CommandRun } from '../args/CommandSpec.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { counted } from '../counted.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { assertDatabase, openUsage, readUsage, tenantPlace, tenantsOf } from '../database/openUsage.ts';
import { printable } from '../printable.ts';
import { printed } from '../printed.ts';

/** What was found, for people; `place` = where. */
function checkText(check: StoreCheck, place: string): string {
  const lines = [`${printable(place)}: checked ${counted(check.hours, 'hour')} and ${counted(check.days, 'day')}`];
  const waiting = check.dirtyHours + check.dirtyDays;
  if (waiting > 0) {
    lines.push(
      `${counted(check.dirtyHours, 'hour')} and ${counted(check.dirtyDays, 'day')} wait to be summed up: read from the ledger until then`,
    );
  }
  for (const { name, values } of check.unrolledDimensions) {
    lines.push(
      `dimension '${printable(name)}' is not summed up (${counted(values, 'value')}): exact, but slow over long ranges`,
    );
  }
  const isEmpty = check.hours + check.days + waiting === 0;
  if (check.differenceCount === 0) {
    lines.push(isEmpty ? 'it holds no usage yet: nothing is wrong' : 'everything equals the ledger');
  }
  for (const { level, at, detail } of check.differences) lines.push(`wrong: ${printable(`${level} ${at}: ${detail}`)}`);
  if (check.differenceCount > check.differences.length)
    lines.push(`… ${counted(check.differenceCount, 'difference')} in all`);
  if (check.differenceCount > 0 && !check.differences.some(({ isLost }) => isLost)) {
    lines.push("run 'usagekit doctor --rebuild' to compute all sums anew");
  }
  return `${lines.join('\n')}\n`;
}

/** What a check of one tenant's usage found. */
async function checkOf(file: string, tenant: string, rebuild: boolean): Promise<StoreCheck> {
  // Only who mends needs to write.
  const open = rebuild ? openUsage : readUsage;
  const { usage, store } = await open(file, { timeZone: systemTimeZone(), tenant, rebuild });
  try {
    return await store.check();
  } finally {
    await usage.close();
  }
}

/** What checks of several tenants found, as one. */
function together(checks: readonly StoreCheck[]): StoreCheck {
  const sum = (of: (check: StoreCheck) => number): number => checks.reduce((all, check) => all + of(check), 0);
  return {
    hours: sum(({ hours }) => hours),
    days: sum(({ days }) => days),
    dirtyHours: sum(({ dirtyHours }) => dirtyHours),
    dirtyDays: sum(({ dirtyDays }) => dirtyDays),
    differences: checks.flatMap(({ differences }) => differences),
    differenceCount: sum(({ differenceCount }) => differenceCount),
    unrolledDimensions: checks.flatMap(({ unrolledDimensions }) => unrolledDimensions),
  };
}

/** Checks all that a database holds, whoever's it is, and with `--rebuild` computes its sums anew before. */
export const doctorCommand: CommandRun = async (options) => {
  const file = databaseFile(options['db'] as string | undefined);
  assertDatabase(file);
  const checks = [];
  for (const tenant of tenantsOf(file))
    checks.push({ tenant, ...(await checkOf(file, tenant, options['rebuild'] === true)) });
  const texts = checks.map(({ tenant, ...check }) => checkText(check, tenantPlace(file, tenant)));
  await printed(
    options['json'] ? `${JSON.stringify({ ...together(checks), database: file, tenants: checks })}\n` : texts.join(''),
  );
  return checks.every(({ differenceCount }) => differenceCount === 0) ? 0 : 1;
};
