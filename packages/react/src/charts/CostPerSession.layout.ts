import type { CostDistribution } from '@usagekit/core';

import { textWidth } from '../format/textWidth.ts';
import type { XLabel } from '../parts/Axis.tsx';
import type { Box, Plot } from '../parts/Box.ts';
import { type YTick, yAxisWidth, yScale, yTicks } from '../parts/axisTicks.ts';
import { barPath } from '../parts/barPath.ts';

/** A histogram as it is drawn, in px of its box. */
export interface HistogramLayout {
  plot: Plot;
  ticks: readonly YTick[];
  y: (value: number) => number;
  bars: string;
  /** Lies over the open last bin. */
  overflow: string;
  labels: readonly XLabel[];
  /** Median and 95th percentile with their labels above the plot. */
  references: readonly { x: number; label: string; anchor: 'start' | 'middle' | 'end'; textX: number }[];
  slotWidth: number;
  boxOf: (bin: number) => { x: number; y: number; width: number; height: number };
}

/** Words of the axis. */
export interface HistogramWords {
  money: (usd: number) => string;
  axis: (usd: number, step: number) => string;
  count: (value: number) => string;
}

/** Where an amount lies, in bins: whole numbers are edges. */
function binAt(bins: CostDistribution['bins'], usd: number): number {
  const at = bins.findIndex((bin) => bin.toUsd === null || usd < bin.toUsd);
  const bin = bins[at];
  if (!bin) return bins.length;
  return bin.toUsd === null ? at + 0.5 : at + (usd - bin.fromUsd) / (bin.toUsd - bin.fromUsd);
}

/** Places the labels of the percentiles so that they neither leave the box nor cover each other. */
function placedReferences(values: readonly { x: number; label: string }[], box: Box): HistogramLayout['references'] {
  const [first, second] = values;
  return values.map((own) => {
    const half = textWidth(own.label, 12.6) / 2;
    const other = own === first ? second : first;
    const near = other && Math.abs(other.x - own.x) < half + textWidth(other.label, 12.6) / 2 + 10;
    if (near && own === first && own.x - 2 * half >= 0) return { ...own, anchor: 'end', textX: own.x + 4 };
    if (near && own === second && own.x + 2 * half <= box.width) return { ...own, anchor: 'start', textX: own.x - 4 };
    if (own.x - half < 0) return { ...own, anchor: 'start', textX: own.x - 4 };
    if (own.x + half > box.width) return { ...own, anchor: 'end', textX: own.x + 4 };
    return { ...own, anchor: 'middle', textX: own.x };
  });
}

/** Cost per session as a histogram with median and 95th percentile (S1.06). */
export function costPerSessionLayout(distribution: CostDistribution, box: Box, words: HistogramWords): HistogramLayout {
  const { bins, p50Usd, p95Usd } = distribution;
  const ticks = yTicks(Math.max(0, ...bins.map((bin) => bin.sessions)), words.count, true);
  const plot: Plot = { left: yAxisWidth(ticks), right: box.width - 4, top: 30, bottom: box.height - 46 };
  const y = yScale(ticks, plot);
  const slotWidth = (plot.right - plot.left) / Math.max(1, bins.length);
  const gap = Math.min(2, slotWidth / 4);
  const barOf = (bin: number) => {
    const top = y(bins[bin]?.sessions ?? 0);
    return { x: plot.left + bin * slotWidth + gap / 2, y: top, width: slotWidth - gap, height: plot.bottom - top };
  };
  const drawn = bins.map((_, bin) => {
    const { x, y: top, width, height } = barOf(bin);
    return height < 0.35 ? '' : barPath(x, top, width, height, 2);
  });
  const step = bins[0]?.toUsd ?? 1;
  const every = [1, 2, 4, 5, 8, 10, 20].find((count) => {
    const widest = Math.max(...bins.map((bin) => textWidth(words.axis(bin.fromUsd, step * count))));
    return slotWidth * count >= widest + 14 && bins.length / count <= 7;
  });
  const labels: XLabel[] = bins.flatMap((bin, i) => {
    if (bin.toUsd === null) {
      const label = `≥ ${words.axis(bin.fromUsd, step)}`;
      return [
        {
          x: Math.min(plot.left + (i + 0.5) * slotWidth, box.width - textWidth(label) / 2),
          label,
          anchor: 'middle' as const,
        },
      ];
    }
    const near = plot.right - (plot.left + i * slotWidth) < 56;
    return i % (every ?? 20) === 0 && !near
      ? [
          {
            x: plot.left + i * slotWidth,
            label: words.axis(bin.fromUsd, step * (every ?? 20)),
            anchor: 'middle' as const,
          },
        ]
      : [];
  });
  const references = [
    { name: 'p50', usd: p50Usd },
    { name: 'p95', usd: p95Usd },
  ].flatMap(({ name, usd }) =>
    usd === null || distribution.n < 2
      ? []
      : [{ x: plot.left + binAt(bins, usd) * slotWidth, label: `${name} ${words.money(usd)}` }],
  );
  return {
    plot,
    ticks,
    y,
    bars: drawn.join(''),
    overflow: bins.at(-1)?.toUsd === null ? (drawn.at(-1) ?? '') : '',
    labels,
    references: placedReferences(references, box),
    slotWidth,
    boxOf: (bin) => {
      const bar = barOf(bin);
      const height = Math.max(bar.height, 16);
      return { ...bar, y: plot.bottom - height, height };
    },
  };
}
