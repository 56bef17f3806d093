import type { LiveSession, UsageAnalytics } from '@usagekit/core';
import { useContext, useMemo } from 'react';

import { modelColor, modelPalette, type ModelPalette } from '../figures/modelPalette.ts';
import { shownModel } from '../figures/modelParts.ts';
import { isolatedName } from '../format/isolatedName.ts';
import { plural } from '../format/plural.ts';
import { shownDuration } from '../format/shownDuration.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { ChartModeContext } from '../parts/ChartMode.ts';
import { Breakable } from '../parts/Breakable.tsx';
import { ENGLISH } from '../parts/ENGLISH.ts';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { StatusChip } from '../parts/StatusChip.tsx';
import { Swatch } from '../parts/Swatch.tsx';
import { useDomId } from '../parts/useDomId.ts';
import { projectLabel, sharedNames } from './ProjectBreakdown.layout.ts';
import { type TopSession, topSessionsLayout } from './TopSessionsTable.layout.ts';

/** What {@link TopSessionsTable} takes. */
export interface TopSessionsTableProps {
  data: UsageAnalytics;
  /** Colours of the models; those of the data by default. */
  palette?: ModelPalette | undefined;
  span?: 1 | 2 | 'all';
  /** Makes the name of each session a button. */
  onSelect?: ((session: LiveSession) => void) | undefined;
}

function takeaway(rows: readonly TopSession[], data: UsageAnalytics, formats: Formats): string {
  const priced = rows.filter((row) => row.session.costUsd !== null);
  const sum = priced.reduce((all, row) => all + (row.session.costUsd ?? 0), 0);
  if (rows.length === 0) return 'No session started in this range.';
  if (priced.length === 0) return 'None of these sessions has a price.';
  if (priced.length === 1) return `The dearest session cost ${formats.money(sum)}.`;
  const total = (data.cost.distribution.meanUsd ?? 0) * data.cost.distribution.n;
  const part = total > 0 ? `, ${formats.share(Math.min(1, sum / total))} of what all sessions cost` : '';
  return `The ${priced.length} dearest cost ${formats.money(sum)}${part}.`;
}

/** Ends an amount that is not final. */
function SoFar() {
  return (
    <>
      <b aria-hidden="true">+</b>
      <span className="uk-hidden"> so far</span>
    </>
  );
}

function Row({
  row,
  project,
  palette,
  timeZone,
  year,
  formats,
  onSelect,
}: {
  row: TopSession;
  /** Its name as shown. */
  project: string;
  palette: ModelPalette;
  timeZone: string;
  year: string;
  formats: Formats;
  onSelect: TopSessionsTableProps['onSelect'];
}) {
  const { session, length, tokens } = row;
  const name = <Breakable>{project}</Breakable>;
  const started = formats.time(session.startedAt, timeZone, year);
  const model = (
    <>
      <Swatch {...(session.costUsd === null ? { kind: 'unknown' } : { color: modelColor(palette, session.model) })} />
      {shownModel(session.model)}
      {session.models.length > 1 && ` +${session.models.length - 1}`}
    </>
  );
  return (
    <tr>
      <th scope="row">
        {onSelect ? (
          <button type="button" className="uk-link" onClick={() => onSelect(session)}>
            {name}
          </button>
        ) : (
          name
        )}
        <small>
          {isolatedName(session.source)} · {isolatedName(session.id.slice(0, 8))}
        </small>
        <small className="uk-narrow">
          {shownModel(session.model)} · {started}
        </small>
      </th>
      <td className="uk-wide">{model}</td>
      <td className="uk-wide uk-right">{started}</td>
      <td className="uk-wide uk-right">{shownDuration(session.durationMinutes)}</td>
      <td className="uk-wide uk-right">{formats.compact(tokens)}</td>
      <td className="uk-right">
        <b>{formats.money(session.costUsd)}</b>
        {session.provisional && session.costUsd !== null && <SoFar />}
        {length !== null && (
          <span className="uk-mini" aria-hidden="true">
            <i style={{ width: `${length * 100}%` }} />
          </span>
        )}
      </td>
      <td>
        <StatusChip status={session.state} />
        {session.silentMinutes !== null && session.state !== 'running' && (
          <small>silent for {shownDuration(session.silentMinutes)}</small>
        )}
      </td>
    </tr>
  );
}

/** The dearest sessions of the range (S2.14). It is a table already, so it has no twin. */
export function TopSessionsTable({ data, palette, span = 'all', onSelect }: TopSessionsTableProps) {
  const formats = useFormats();
  const id = useDomId();
  const live = useContext(ChartModeContext) === 'interactive';
  const rows = useMemo(() => topSessionsLayout(data), [data]);
  const shared = useMemo(
    () =>
      sharedNames([...Object.keys(data.sessions.byProject), ...data.sessions.top.map((session) => session.project)]),
    [data],
  );
  const provisional = rows.filter((row) => row.session.provisional).length;
  const colors = useMemo(() => palette ?? modelPalette(data), [palette, data]);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- A group, because it holds a heading and a table: the role of a figure promises one picture
    <figure {...ENGLISH} className="uk-card uk-figure uk-sessions" data-span={span} role="group" aria-labelledby={id}>
      <div className="uk-head">
        <h2 id={id}>Top sessions</h2>
        <p className="uk-takeaway" data-part="takeaway">
          {takeaway(rows, data, formats)}
        </p>
      </div>
      <div className="uk-chart" data-part="chart">
        {rows.length === 0 ? (
          <EmptyChart>No session started in this range.</EmptyChart>
        ) : (
          <section className="uk-scroll" {...(live ? { tabIndex: 0 } : {})} aria-label="Top sessions, table">
            <table className="uk-table">
              <caption className="uk-hidden">
                Dearest sessions, dearest first; sums are over the whole life of a session
              </caption>
              <thead>
                <tr>
                  <th scope="col">Session</th>
                  <th scope="col" className="uk-wide">
                    Model
                  </th>
                  <th scope="col" className="uk-wide uk-right">
                    Started
                  </th>
                  <th scope="col" className="uk-wide uk-right">
                    Duration
                  </th>
                  <th scope="col" className="uk-wide uk-right">
                    Tokens incl. cache
                  </th>
                  <th scope="col" className="uk-right" aria-sort="descending">
                    Cost{' '}
                    <span className="uk-sorted" aria-hidden="true">
                      ↓
                    </span>
                  </th>
                  <th scope="col">Status</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Row
                    key={`${row.session.source} ${row.session.id}`}
                    row={row}
                    project={projectLabel(row.session.project, shared)}
                    palette={colors}
                    timeZone={data.period.timeZone}
                    year={data.period.lastDay.slice(0, 4)}
                    formats={formats}
                    onSelect={onSelect}
                  />
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
      {rows.length > 0 && (
        <div className="uk-foot">
          <p>
            Showing {rows.length} of {plural(data.sessions.total, 'session', formats.count(data.sessions.total))}. Cost
            is over a session's whole life.
            {provisional > 0 && ' A sum that ends in + is of a session that has not ended, and will be replaced.'}
          </p>
        </div>
      )}
    </figure>
  );
}
