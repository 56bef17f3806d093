import { describe, expect, it } from 'vitest';

import { ProgressDisplay, progressLine } from './ProgressDisplay.ts';

function display(isTTY: boolean): { written: string[]; clock: { ms: number }; progress: ProgressDisplay } {
  const written: string[] = [];
  const clock = { ms: 0 };
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) };
  return { written, clock, progress: new ProgressDisplay(stream, () => clock.ms) };
}

describe('progress', () => {
  it('fits the terminal, down to no bar at all', () => {
    for (const columns of [200, 80, 40, 30, 10]) {
      const line = progressLine(0.999, '12,345 of 12,345 files', columns);
      expect(line.length).toBeLessThanOrEqual(Math.max(columns, '99 %  12,345 of 12,345 files'.length));
    }
    expect(progressLine(0.5, '5 of 10 files', 40)).toBe('████░░░░  50 %  5 of 10 files');
  });

  it('redraws one line on a terminal, at most every 80 ms, and removes it', () => {
    const { written, clock, progress } = display(true);
    progress.show(0, () => 'a');
    progress.show(0.1, () => 'b');
    clock.ms = 100;
    progress.show(0.2, () => 'c');
    progress.end();
    expect(written).toHaveLength(3);
    expect(written.every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
    expect(written[1]).toContain('20 %  c');
  });

  it('writes plain lines elsewhere, none for a quick job', () => {
    const { written, clock, progress } = display(false);
    progress.show(0.5, () => '5 of 10 files');
    expect(written).toEqual([]);
    clock.ms = 6000;
    progress.show(0.75, () => '7 of 10 files');
    progress.end();
    expect(written).toEqual(['75 %  7 of 10 files\n']);
  });
});
