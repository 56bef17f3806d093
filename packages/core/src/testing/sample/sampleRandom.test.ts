import { describe, expect, it } from 'vitest';
import { sampleRandom } from './sampleRandom.ts';

const many = Array.from({ length: 20_000 });

describe('sampleRandom', () => {
  it('gives the same values for the same seeds only', () => {
    expect(sampleRandom(1, 2).hex(40)).toBe(sampleRandom(1, 2).hex(40));
    const streams = [-2, -1, 0, 1, 2, 3].flatMap((seed) =>
      [-2, -1, 0, 1, 2, 3].map((stream) => sampleRandom(seed, stream).hex(20)),
    );
    expect(new Set(streams).size).toBe(36);
  });

  it('gives every stream ids of its own', () => {
    const ids = Array.from({ length: 3000 }, (_, stream) => {
      const random = sampleRandom(4, stream);
      return Array.from({ length: 20 }, () => random.base62(22));
    });
    expect(new Set(ids.flat()).size).toBe(60_000);
  });

  it('is even, and keeps within its bounds', () => {
    const random = sampleRandom(1, 1);
    const dice = many.map(() => random.whole(1, 6));
    const counts = [1, 2, 3, 4, 5, 6].map((face) => dice.filter((thrown) => thrown === face).length);
    expect(Math.min(...counts)).toBeGreaterThan(3100);
    expect(Math.max(...counts)).toBeLessThan(3560);
    expect(counts.reduce((sum, n) => sum + n)).toBe(20_000);
  });

  it('draws by weight', () => {
    const random = sampleRandom(1, 1);
    const drawn = many.map(() =>
      random.weighted([
        ['a', 3],
        ['b', 1],
        ['never', 0],
      ]),
    );
    expect(drawn.filter((it) => it === 'a').length / drawn.length).toBeCloseTo(0.75, 1);
    expect(drawn).not.toContain('never');
  });

  it('has the median it is asked for', () => {
    const random = sampleRandom(1, 1);
    const values = many.map(() => random.logNormal(50, 0.8)).toSorted((a, b) => a - b);
    expect(values[10_000]).toBeGreaterThan(48);
    expect(values[10_000]).toBeLessThan(52);
    expect(values[0]).toBeGreaterThan(0);
  });

  it('writes UUIDs', () => {
    expect(sampleRandom(1, 1).uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
