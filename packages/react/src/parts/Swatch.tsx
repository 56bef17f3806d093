import type { CSSProperties } from 'react';

/** What a series looks like: a filled square, hatching for what is unknown or refused, a line, or a point with its interval. */
export type SwatchKind = 'square' | 'unknown' | 'denied' | 'line' | 'interval';

/** What {@link Swatch} takes. */
export interface SwatchProps {
  kind?: SwatchKind;
  color?: string;
  /** Place in the legend from 1, by which forced colours tell series apart. */
  series?: number;
}

/** The key of a series, beside its name. */
export function Swatch({ kind = 'square', color = 'var(--uk-series-1)', series }: SwatchProps) {
  return (
    <i
      className="uk-swatch"
      data-kind={kind}
      data-series={series}
      style={{ '--c': color } as CSSProperties}
      aria-hidden="true"
    />
  );
}
