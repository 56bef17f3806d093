import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

import { ChartModeContext } from './ChartMode.ts';
import { chartName, useAsTable } from './ChartViews.ts';
import { type ChartTable, DataTable } from './DataTable.tsx';
import { ENGLISH } from './ENGLISH.ts';
import { Icon } from './Icon.tsx';
import { Legend, type LegendItem } from './Legend.tsx';
import { useDomId } from './useDomId.ts';

/** Ids and title of the frame around a chart, for its cursor. */
export const FrameContext = createContext<{ title: string; keysId: string }>({ title: '', keysId: '' });

/** What {@link ChartFrame} takes. */
export interface ChartFrameProps {
  title: string;
  /** Its name in a page's address; made from the title when absent. */
  name?: string;
  /** One sentence that says what the chart shows. */
  takeaway: ReactNode;
  /** How to read the chart, in plain words. */
  help: string;
  table: ChartTable;
  legend?: readonly LegendItem[];
  /** Toggle of the measure, first of the actions. */
  measure?: ReactNode;
  /** Columns of the dashboard that it takes. */
  span?: 1 | 2 | 'all' | undefined;
  /** Keys that work inside; `null` when the chart takes no focus. */
  keys?: string | null;
  footer?: ReactNode;
  children: ReactNode;
}

const KEYS =
  'Arrow keys move from value to value, Home and End go to the ends, Page Up and Page Down take bigger steps, Escape hides the details.';

/** The card around a chart: title, takeaway, actions, legend, the chart or its table, and a note. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, takeaway, help, table, legend = [], measure, span = 1, keys = KEYS, footer, children } = props;
  const id = useDomId();
  const mode = useContext(ChartModeContext);
  const [asTable, setAsTable] = useAsTable(props.name ?? chartName(title));
  const [helpShown, setHelpShown] = useState(false);
  const frame = useMemo(() => ({ title, keysId: `${id}-keys` }), [title, id]);
  const live = mode === 'interactive';
  return (
    <FrameContext value={frame}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- A group, because it holds a heading, buttons and a table: the role of a figure promises one picture */}
      <figure {...ENGLISH} className="uk-card uk-figure" data-span={span} role="group" aria-labelledby={`${id}-title`}>
        <div className="uk-head">
          <h2 id={`${id}-title`}>{title}</h2>
          {live && (
            <div className="uk-actions" data-part="actions">
              {measure}
              <button
                type="button"
                className="uk-icon-button"
                aria-pressed={asTable}
                aria-label="View as table"
                title="View as table"
                onClick={() => setAsTable(!asTable)}
              >
                <Icon name="table" />
              </button>
              <button
                type="button"
                className="uk-icon-button"
                aria-expanded={helpShown}
                aria-controls={`${id}-help`}
                aria-label="How to read this chart"
                title="How to read this chart"
                onClick={() => setHelpShown(!helpShown)}
              >
                <Icon name="help" />
              </button>
            </div>
          )}
          <p className="uk-takeaway" data-part="takeaway">
            {takeaway}
          </p>
          {live && (
            <div className="uk-help" id={`${id}-help`} hidden={!helpShown}>
              <p>{help}</p>
              {keys !== null && <p id={`${id}-keys`}>{keys}</p>}
            </div>
          )}
        </div>
        {!asTable && legend.length > 0 && <Legend items={legend} />}
        {!asTable && (
          <div className="uk-chart" data-part="chart">
            {children}
          </div>
        )}
        {live ? (
          <div
            className={asTable ? 'uk-scroll' : 'uk-hidden'}
            data-part="table"
            {...(asTable ? { role: 'region', 'aria-label': `${title}, table`, tabIndex: 0 } : {})}
          >
            <DataTable {...table} />
          </div>
        ) : (
          <details className="uk-details">
            <summary>Show the figures</summary>
            <div className="uk-scroll">
              <DataTable {...table} />
            </div>
          </details>
        )}
        {footer}
      </figure>
    </FrameContext>
  );
}
