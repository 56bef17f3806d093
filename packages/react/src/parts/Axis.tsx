import type { Plot } from './Box.ts';
import type { YTick } from './axisTicks.ts';

const r2 = (value: number): number => Math.round(value * 100) / 100;

/** Horizontal grid with labelled values; the zero line is stronger. */
export function YAxis({ ticks, y, plot }: { ticks: readonly YTick[]; y: (value: number) => number; plot: Plot }) {
  return (
    <g>
      {ticks.map(({ value, label }) => (
        <g key={value}>
          <line
            className={value === 0 ? 'uk-axis' : 'uk-grid-line'}
            x1={plot.left}
            x2={plot.right}
            y1={r2(y(value))}
            y2={r2(y(value))}
          />
          <text className="uk-tick" x={plot.left - 8} y={r2(y(value)) + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

/** A label below the plot. */
export interface XLabel {
  x: number;
  label: string;
  anchor: 'start' | 'middle' | 'end';
}

/** Labels below the plot with a short mark above each. */
export function XAxis({ labels, plot, marks = true }: { labels: readonly XLabel[]; plot: Plot; marks?: boolean }) {
  return (
    <g>
      {labels.map(({ x, label, anchor }) => (
        <g key={`${label} ${x}`}>
          {marks && anchor === 'middle' && (
            <line className="uk-axis" x1={r2(x)} x2={r2(x)} y1={plot.bottom} y2={plot.bottom + 4} />
          )}
          <text className="uk-tick" x={r2(x)} y={plot.bottom + 20} textAnchor={anchor}>
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}
