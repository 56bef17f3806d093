import { UsageError } from '@usagekit/core';
import type { StoreCheck } from '@usagekit/core/storage';

import type { CommandRun } from '../args/CommandSpec.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { counted } from '../counted.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { assertDatabase, openUsage, readUsage, tenantPlace, tenantsOf } from '../database/openUsage.ts';
import { printable } from '../printable.ts';
import { printed } from '../printed.ts';

/** What was wrong before a rebuild; `fault` = why nobody could tell. */
type Found = Pick<StoreCheck, 'differences' | 'differenceCount'> & { fault?: string };

/** What was found, a line each; `verb` = how it is told. */
function differenceLines({ differences, differenceCount }: Found, verb: 'wrong' | 'was wrong'): string[] {
  const lines = differences.map(({ level, at, detail }) => `${verb}: ${printable(`${level} ${at}: ${detail}`)}`);
  return differenceCount > differences.length
    ? [...lines, `… ${counted(differenceCount, 'difference')} in all`]
    : lines;
}

/** What was found before a rebuild. */
function foundLines(found: Found): string[] {
  if (found.fault !== undefined) return [`before it was computed anew it could not be checked: ${found.fault}`];
  if (found.differenceCount === 0) return ['before it was computed anew everything equalled the ledger'];
  return differenceLines(found, 'was wrong');
}

/** What was found, for people; `place` = where. */
function checkText(check: StoreCheck, place: string, found?: Found): string {
  const checked = `checked ${counted(check.hours, 'hour')} and ${counted(check.days, 'day')}`;
  const lines = [`${printable(place)}: ${checked}`, ...(found ? foundLines(found) : [])];
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
  lines.push(...differenceLines(check, 'wrong'));
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

/** What a check finds before a rebuild; what is too damaged to be checked may be mended all the same. */
async function foundBefore(file: string, tenant: string): Promise<Found> {
  try {
    const { differences, differenceCount } = await checkOf(file, tenant, false);
    return { differences, differenceCount };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { differences: [], differenceCount: 0, fault: printable(error.message) };
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

/** Checks all that a database holds, whoever's it is; with `--rebuild` computes its sums anew, and says what was wrong before. */
export const doctorCommand: CommandRun = async (options) => {
  const file = databaseFile(options['db'] as string | undefined);
  assertDatabase(file);
  const rebuild = options['rebuild'] === true;
  const checks: (StoreCheck & { tenant: string; found?: Found })[] = [];
  for (const tenant of tenantsOf(file)) {
    const found = rebuild && { found: await foundBefore(file, tenant) };
    checks.push({ tenant, ...(await checkOf(file, tenant, rebuild)), ...found });
  }
  const texts = checks.map(({ tenant, found, ...check }) => checkText(check, tenantPlace(file, tenant), found));
  await printed(
    options['json'] ? `${JSON.stringify({ ...together(checks), database: file, tenants: checks })}\n` : texts.join(''),
  );
  return checks.every(({ differenceCount }) => differenceCount === 0) ? 0 : 1;
};
