import { useContext } from 'react';

import { Breakable } from './Breakable.tsx';
import { ChartModeContext } from './ChartMode.ts';
import { FrameContext } from './ChartFrame.tsx';
import { Swatch } from './Swatch.tsx';
import { useRoving } from './useRoving.ts';

/** One row of {@link RankedBars}. */
export interface RankedRow {
  key: string;
  label: string;
  /** Shown bold, right of the name. */
  value: string;
  /** Length of the bar, 0 … 1; `null` draws the fixed stub of the unknown. */
  length: number | null;
  color: string;
  /** Show the colour beside the name: only where it names a thing that has the same colour elsewhere. */
  swatch?: boolean;
  /** Right column, above and below. */
  count: string;
  share: string;
}

/** Ranked bars as a list: names and figures are text, and the bars only repeat them. */
export function RankedBars({
  rows,
  onSelect,
}: {
  rows: readonly RankedRow[];
  onSelect?: ((index: number) => void) | undefined;
}) {
  const { keysId } = useContext(FrameContext);
  const live = useContext(ChartModeContext) === 'interactive';
  const item = useRoving(rows.length, onSelect);
  return (
    <ol className="uk-rank">
      {rows.map((row, i) => (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- Each row is a value of the chart: the one in the tab order hands the focus on by arrow keys
        <li
          key={row.key}
          data-unknown={row.length === null}
          data-choice={onSelect !== undefined}
          {...(live ? { ...item(i), 'aria-describedby': keysId } : {})}
          onClick={onSelect && (() => onSelect(i))}
        >
          <span className="uk-rank-name">
            {row.length === null ? <Swatch kind="unknown" /> : row.swatch && <Swatch color={row.color} />}
            <span>
              <Breakable>{row.label}</Breakable>
            </span>
          </span>{' '}
          <span className="uk-rank-value">{row.value}</span> <span className="uk-rank-count">{row.count}</span>{' '}
          <span className="uk-track" aria-hidden="true">
            {row.length === null ? (
              <span className="uk-fill-unknown" />
            ) : (
              <span
                style={{ width: `${Math.max(row.length > 0 ? 0.7 : 0, row.length * 100)}%`, background: row.color }}
              />
            )}
          </span>
          <span className="uk-rank-share">{row.share}</span>
        </li>
      ))}
    </ol>
  );
}
