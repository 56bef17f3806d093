import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8').replaceAll('"', "'");

/** The tokens of a theme: the first block is light, the last one with `data-theme="dark"` is dark. */
function tokensOf(theme: 'light' | 'dark'): Map<string, string> {
  const start = theme === 'light' ? css.indexOf("[data-theme='light']") : css.indexOf(":where([data-theme='dark'])");
  const block = css.slice(start, css.indexOf('\n  }', start));
  return new Map([...block.matchAll(/--uk-([a-z0-9-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1]!, match[2]!]));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  const tokens = tokensOf(theme);
  const of = (name: string): string => tokens.get(name)!;
  const surfaces = ['surface', 'surface-2', 'surface-3'];

  it('has text of 4.5:1 on every surface', () => {
    for (const surface of surfaces) {
      for (const text of ['text', 'text-2', 'text-3']) {
        expect({ text, surface, ok: contrast(of(text), of(surface)) >= 4.5 }).toEqual({ text, surface, ok: true });
      }
    }
    for (const tone of ['good', 'warn', 'bad', 'neutral']) {
      expect({ tone, ok: contrast(of(`${tone}-text`), of(`${tone}-soft`)) >= 4.5 }).toEqual({ tone, ok: true });
      expect({ tone, ok: contrast(of(`${tone}-text`), of('surface')) >= 4.5 }).toEqual({ tone, ok: true });
    }
  });

  it('has marks of 3:1 on the surface', () => {
    for (const mark of [
      'series-1',
      'series-2',
      'series-3',
      'series-4',
      'series-5',
      'series-6',
      'series-8',
      'good-mark',
      'warn-mark',
      'bad-mark',
      'neutral-mark',
      'border-strong',
      'focus',
    ]) {
      expect({ mark, ok: contrast(of(mark), of('surface')) >= 3 }).toEqual({ mark, ok: true });
    }
  });

  it('has a heat ramp that moves away from the surface with every step', () => {
    const steps = [1, 2, 3, 4, 5, 6, 7].map((step) => contrast(of(`heat-${step}`), of('surface')));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});
