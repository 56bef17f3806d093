import type { SampleRandom } from './sampleRandom.ts';

/**
 * A UUID version 7: ids made later are greater as text.
 *
 * @example
 * uuidV7(sampleRandom(1, 1), Date.UTC(2026, 0, 1)) < uuidV7(sampleRandom(1, 2), Date.UTC(2026, 0, 2)) // => true
 */
export function uuidV7(random: SampleRandom, atMs: number): string {
  const time = Math.floor(atMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.hex(3)}-b${random.hex(3)}-${random.hex(12)}`;
}
