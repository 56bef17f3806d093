import { concurrentWriters } from '../src/testing/faults/concurrentWriters.ts';
import { faultPlaces } from '../src/testing/faults/faultPlaces.ts';
import { KILL_KINDS } from '../src/testing/faults/KILL_KINDS.ts';
import { killedLives } from '../src/testing/faults/killedLives.ts';

const BATCHES = 12;

/** Kills so many processes at each operation on each engine, and lets four writers at each engine so many times. */
export async function kills({ seed, kills: count, writers }) {
  const [rows, failures] = [[], []];
  const places = await faultPlaces(true);
  const tried = async (what, work) => {
    try {
      const row = { what, ...(await work()), failed: 0 };
      rows.push(row);
      console.log(JSON.stringify(row));
    } catch (error) {
      rows.push({ what, failed: 1 });
      failures.push(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  };
  try {
    for (const { engine, operation } of KILL_KINDS) {
      const what = operation === 'host' ? "a host's own transactions on postgres" : `${operation} on ${engine}`;
      await tried(`kill -9 during ${what}`, () =>
        killedLives(places, { engine, operation, seed, batches: BATCHES, kills: count }),
      );
    }
    for (const engine of ['sqlite', 'postgres']) {
      await tried(`four writers at once on ${engine}`, async () => {
        let batches = 0;
        for (let i = 0; i < writers; i += 1) {
          batches += await concurrentWriters(places, { engine, seed: seed + i, batches: 2 * BATCHES });
        }
        return { rounds: writers, batches };
      });
    }
  } finally {
    await places.remove();
  }
  return { rows, failures };
}
