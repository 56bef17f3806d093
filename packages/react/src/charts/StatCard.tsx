import { type CSSProperties, useMemo } from 'react';

import { Icon, type IconName } from '../parts/Icon.tsx';
import { useDomId } from '../parts/useDomId.ts';
import { SPARK_BOX, statCardLayout } from './StatCard.layout.ts';

/** What {@link StatCard} takes. */
export interface StatCardProps {
  title: string;
  /** The one big number, with its unit apart when it has one. */
  value: string;
  unit?: string | undefined;
  /** The same in words, for people who listen; `value` and `unit` by default. */
  spoken?: string | undefined;
  /** One line of context. */
  detail: string;
  icon: IconName;
  /** Colour of the icon and the sparkline. */
  color: string;
  /** Values over time, for the sparkline. */
  trend?: readonly (number | null)[];
  /** Change against the period before; the tone says whether its direction is good. */
  delta?: { label: string; up: boolean; tone: 'good' | 'bad' | 'neutral' } | undefined;
}

function Sparkline({ trend, color }: { trend: readonly (number | null)[]; color: string }) {
  const id = useDomId();
  const layout = useMemo(() => statCardLayout(trend), [trend]);
  if (!layout) return null;
  return (
    <svg
      className="uk-spark"
      viewBox={`0 0 ${SPARK_BOX.width} ${SPARK_BOX.height}`}
      width={SPARK_BOX.width}
      height={SPARK_BOX.height}
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <linearGradient id={id} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" style={{ stopColor: color, stopOpacity: 0.34 }} />
          <stop offset="1" style={{ stopColor: color, stopOpacity: 0.05 }} />
        </linearGradient>
      </defs>
      <path d={layout.area} fill={`url(#${id})`} />
      <path className="uk-line" d={layout.line} style={{ stroke: color, strokeWidth: 'var(--uk-stroke-spark)' }} />
      <circle className="uk-ring-dot" cx={layout.end.x} cy={layout.end.y} r={2.75} style={{ fill: color }} />
    </svg>
  );
}

/** One headline figure with its recent course. */
export function StatCard({ title, value, unit, spoken, detail, icon, color, trend = [], delta }: StatCardProps) {
  const id = useDomId();
  return (
    // The words are the host's: they run as its title does.
    <article className="uk-card uk-stat" dir="auto" aria-labelledby={id}>
      <div className="uk-stat-head">
        <span className="uk-tile" style={{ '--c': color } as CSSProperties}>
          <Icon name={icon} />
        </span>
        <h2 id={id}>{title}</h2>
        {delta && (
          <span className="uk-delta" data-tone={delta.tone}>
            <Icon name={delta.up ? 'up' : 'down'} size={12} />
            <span className="uk-hidden">{delta.up ? 'up ' : 'down '}</span>
            {delta.label}
          </span>
        )}
      </div>
      <div className="uk-stat-value">
        <strong data-long={value.length > 10}>
          <span aria-hidden={spoken !== undefined}>
            {value}
            {unit !== undefined && <small>{unit}</small>}
          </span>
          {spoken !== undefined && <span className="uk-hidden">{spoken}</span>}
        </strong>
        <Sparkline trend={trend} color={color} />
      </div>
      <p>{detail}</p>
    </article>
  );
}
