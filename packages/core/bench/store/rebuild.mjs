// Part 3: all rollups anew from the ledger.
import { readFileSync } from 'node:fs';

import { filesOf, openStore } from './generate.mjs';
import { median, printTable, short, spread, timed, verdict } from './measured.mjs';

/** A rebuild longer than this is timed once. */
const SLOW_MS = 60_000;

export async function rebuild({ file, rounds }) {
  const files = filesOf(file);
  const { rows } = JSON.parse(readFileSync(files.about, 'utf8'));
  const facts = rows.requests + rows.toolCalls + rows.sessions;
  const store = openStore(files.store);
  await store.drain();
  const times = [];
  while (times.length < Math.min(rounds, 3) && !(times[0] > SLOW_MS))
    times.push((await timed(() => store.rebuild())).ms);
  const { differences, dirtyHours, dirtyDays } = rows.requests > 200_000 ? { differences: [] } : await store.check();
  await store.close();
  if (differences.length > 0 || dirtyHours > 0 || dirtyDays > 0)
    throw new Error(`after the rebuild: ${JSON.stringify(differences[0])}`);
  const rate = facts / (median(times) / 1000);
  printTable(
    '3. rebuild',
    ['rows', 's', 'rows/s', 'bar', 'verdict'],
    [
      [
        short(facts),
        spread(times.map((ms) => ms / 1000)),
        short(rate),
        '≥ 500,000',
        verdict(rate, 500_000, { least: true }),
      ],
    ],
  );
}
