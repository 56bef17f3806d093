import { textWidth } from '../format/textWidth.ts';
import type { XLabel } from './Axis.tsx';
import type { Box } from './Box.ts';

/** Labels at their places, turned inwards at the edges of the box so that none is cut off. */
export function xLabels(ticks: readonly { x: number; label: string }[], box: Box): XLabel[] {
  return ticks.map(({ x, label }) => {
    const half = textWidth(label) / 2;
    if (x - half < 0) return { x: Math.min(x, 0), label, anchor: 'start' };
    if (x + half > box.width + 8) return { x: box.width, label, anchor: 'end' };
    return { x, label, anchor: 'middle' };
  });
}
