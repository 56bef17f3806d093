import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { concurrentWriters } from './concurrentWriters.ts';
import { type FaultPlaces, faultPlaces } from './faultPlaces.ts';
import { killedLives } from './killedLives.ts';
import { KILL_KINDS } from './KILL_KINDS.ts';
import { repriceKills } from './repriceKills.ts';

/** Of the records and the moments: another number tries others. */
const SEED = Number(process.env['USAGEKIT_FAULT_SEED'] ?? 1);

/** Processes that are killed at work, and processes that write at once: the small tier, one kill of each kind. */
export function killTests(): void {
  describe('processes that share a store', () => {
    let places: FaultPlaces;
    beforeAll(async () => {
      places = await faultPlaces(true);
    });
    afterAll(() => places.remove());

    it.each(KILL_KINDS.map((kind) => [kind.operation, kind.engine] as const))(
      'kill -9 during %s on %s',
      async (operation, engine) => {
        const result = await killedLives(places, { engine, operation, seed: SEED, batches: 5, kills: 1 });
        expect(result.kills).toBe(1);
      },
      300_000,
    );

    it.each(['sqlite', 'postgres'] as const)(
      'B02 kill -9 during reprice and its undoing on %s',
      async (engine) => {
        expect(await repriceKills(places, { engine, seed: SEED, kills: 3 })).toBeGreaterThanOrEqual(3);
      },
      300_000,
    );

    it.each(['sqlite', 'postgres'] as const)(
      'four writers with overlapping batches on %s',
      async (engine) => {
        expect(await concurrentWriters(places, { engine, seed: SEED, batches: 8 })).toBeGreaterThan(8);
      },
      300_000,
    );
  });
}
