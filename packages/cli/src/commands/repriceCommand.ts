import { CommandError } from '../args/CommandError.ts';
import type { CommandRun } from '../args/CommandSpec.ts';
import { systemTimeZone } from '../args/timeZoneOf.ts';
import { databaseFile } from '../database/databaseFile.ts';
import { assertDatabase, openUsage, readUsage } from '../database/openUsage.ts';
import { interruptible } from '../interruptible.ts';
import { printed } from '../printed.ts';
import { dayOf } from '../report/reportRange.ts';
import { repriceText, undoText } from './repriceText.ts';
import { storedModel } from './storedModel.ts';

const json = (of: object, database: string): string => `${JSON.stringify({ ...of, database })}\n`;

/** Prices stored requests anew, says what changes, and takes that back. */
export const repriceCommand: CommandRun = async (options) => {
  const asked = options['model'] as string | undefined;
  const since = dayOf('since', options['since'] as string | undefined);
  const [dryRun, unpricedOnly, isUndo] = ['dry-run', 'unpriced', 'undo'].map((name) => options[name] === true);
  if (isUndo && (dryRun || unpricedOnly || asked !== undefined || since !== undefined)) {
    throw new CommandError(
      2,
      '--undo takes the latest repricing back: leave out all other options but --db and --json',
    );
  }
  const file = databaseFile(options['db'] as string | undefined);
  assertDatabase(file);
  // What only shows does not need to write.
  const open = dryRun ? readUsage : openUsage;
  const { usage, store } = await open(file, { timeZone: systemTimeZone() });
  const why = (signal: AbortSignal): string =>
    signal.aborted ? 'interrupted' : 'another repricing or undo came in between';
  const undone = async (signal: AbortSignal): Promise<void> => {
    const undo = await usage.undoReprice({ signal });
    await printed(options['json'] ? json({ undo }, file) : undoText(undo, file));
    if (undo?.stopped) throw new CommandError(1, `${why(signal)}; run it again to go on`);
  };
  const repriced = async (signal: AbortSignal): Promise<void> => {
    const stored = asked === undefined ? undefined : await storedModel(store, asked);
    const of = { ...(stored && { model: stored.model }), ...(since !== undefined && { since }) };
    const repricing = await usage.reprice({
      ...of,
      dryRun: dryRun === true,
      unpricedOnly: unpricedOnly === true,
      signal,
    });
    const others = stored?.otherNames ?? [];
    const data = { ...repricing, ...(others.length > 0 && { otherNames: others }) };
    await printed(options['json'] ? json(data, file) : repriceText(repricing, file, others));
    if (repricing.stopped) throw new CommandError(1, `${why(signal)}; what was changed is kept, run it again to go on`);
  };
  try {
    await interruptible(isUndo ? undone : repriced);
    return 0;
  } finally {
    await usage.close();
  }
};
