import { sampleRandom } from '../sample/sampleRandom.ts';
import type { FaultPlaces } from './faultPlaces.ts';
import { killLife, type KillLifeOptions, type KillLifeResult } from './killLife.ts';

/** Kills in one life at most. */
const KILLS_A_LIFE = 3;

/**
 * As many lives as it takes to kill this many processes at work; half of the lives kill at exact steps.
 *
 * @throws AssertionError when a store is not as it should be after a kill
 */
export async function killedLives(
  places: FaultPlaces,
  options: Omit<KillLifeOptions, 'exact'>,
): Promise<KillLifeResult & { lives: number }> {
  const random = sampleRandom(options.seed, 3);
  const result = { kills: 0, late: 0, lives: 0 };
  for (; result.kills < options.kills; result.lives += 1) {
    if (result.lives > 10 + 4 * options.kills)
      throw new Error(`hardly a process was killed in time: ${JSON.stringify(result)}`);
    const kills = Math.min(options.kills - result.kills, random.whole(1, KILLS_A_LIFE));
    // Who was too late once kills at an exact step: that is never late.
    const exact = random.chance(0.5) || result.late > result.kills;
    const life = await killLife(places, { ...options, seed: options.seed + result.lives, kills, exact });
    result.kills += life.kills;
    result.late += life.late;
  }
  return result;
}
