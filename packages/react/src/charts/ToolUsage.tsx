import type { UsageAnalytics } from '@usagekit/core';
import { useContext, useMemo } from 'react';

import { isolatedName } from '../format/isolatedName.ts';
import { plural } from '../format/plural.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { Breakable } from '../parts/Breakable.tsx';
import { ChartFrame, FrameContext } from '../parts/ChartFrame.tsx';
import { ChartModeContext } from '../parts/ChartMode.ts';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import type { LegendItem } from '../parts/Legend.tsx';
import { useRoving } from '../parts/useRoving.ts';
import { type ToolLayout, type ToolRow, toolUsageLayout } from './ToolUsage.layout.ts';

/** What {@link ToolUsage} takes. */
export interface ToolUsageProps {
  data: UsageAnalytics;
  span?: 1 | 2 | 'all';
}

const HELP =
  'Bars are calls: those that succeeded, failed, were denied, or are still open. A denial is a decision and no failure. The point is the approval rate, and the line around it is where the true rate lies with 95 % confidence: a long line means few decisions.';
/** Failing this often is worth a look. */
const HIGH_FAILURE = 0.05;
const FEW = 30;
const COLORS = {
  succeeded: 'var(--uk-series-1)',
  failed: 'var(--uk-bad-mark)',
  denied: 'var(--uk-warn-mark)',
  open: 'var(--uk-series-8)',
} as const;

/** What red and words call failing often: one tool, not what several share, with enough calls to say so. */
function isFailingOften({ other, failure }: ToolRow): boolean {
  return !other && failure !== null && failure.n >= FEW && failure.value >= HIGH_FAILURE;
}

function takeaway(rows: readonly ToolRow[], formats: Formats): string {
  const [first] = rows;
  if (!first) return 'No tool was called in this range.';
  const failing = rows.filter(isFailingOften).toSorted((a, b) => (b.failure?.value ?? 0) - (a.failure?.value ?? 0))[0];
  const denied = rows
    .filter((row) => !row.other && row.calls >= FEW && row.rejected / row.calls >= 0.05)
    .toSorted((a, b) => b.rejected / b.calls - a.rejected / a.calls)[0];
  const turned =
    denied &&
    `people turn down ${formats.share(denied.rejected / denied.calls)} of ${denied === failing ? 'its' : denied.label} calls`;
  if (failing) {
    const fails = `${failing.label} fails ${formats.share(failing.failure?.value ?? 0)} of the time`;
    return turned ? `${fails}, and ${turned}.` : `${fails}.`;
  }
  const most = `${first.label} is called most, ${formats.count(first.calls)} times`;
  return turned ? `${most}; ${turned}.` : `${most}. No tool fails often.`;
}

const SOURCE_NAMES: Readonly<Record<string, string>> = {
  recorder: 'the recorder',
  otel: 'OpenTelemetry',
  transcript: 'transcripts',
};

/** Where approvals and denials are known from (B13). */
function sourceWords(sources: readonly string[]): string {
  return sources
    .map((source) => (Object.hasOwn(SOURCE_NAMES, source) ? SOURCE_NAMES[source] : isolatedName(source)))
    .join(' and ');
}

/** The approval rate of a row as text; an upper bound says so. */
function approvalText(approval: NonNullable<ToolRow['approval']>, formats: Formats): string {
  return `${approval.basis === 'upper-bound' ? '≤ ' : ''}${formats.share(approval.value)}`;
}

function Approval({ row, axisFrom, formats }: { row: ToolRow; axisFrom: number; formats: Formats }) {
  const { approval } = row;
  if (!approval)
    return (
      <span className="uk-approval" data-known="false">
        {row.other ? '–' : 'not known'}
      </span>
    );
  const at = (value: number): number => Math.max(0, ((value - axisFrom) / (1 - axisFrom)) * 100);
  const few = approval.n < FEW;
  return (
    <span className="uk-approval">
      <span className="uk-interval" aria-hidden="true">
        <i
          className="uk-whisker"
          style={{ left: `${at(approval.low)}%`, width: `${at(approval.high) - at(approval.low)}%` }}
        />
        <i className="uk-point" data-few={few} style={{ left: `${at(approval.value)}%` }} />
      </span>
      <em>
        {approvalText(approval, formats)} <small>n {formats.compact(approval.n)}</small>
      </em>
    </span>
  );
}

function Rows({ layout, formats }: { layout: ToolLayout; formats: Formats }) {
  const { rows, axisFrom, basis } = layout;
  const { keysId } = useContext(FrameContext);
  const live = useContext(ChartModeContext) === 'interactive';
  const item = useRoving(rows.length);
  const heading = basis === 'recorded' ? 'Approved when asked, 95% interval' : 'Approved at most, 95% interval';
  const axis = [axisFrom, (1 + axisFrom) / 2, 1];
  return (
    <div className="uk-tools">
      <div className="uk-tool uk-tools-head" aria-hidden="true">
        <span>Tool</span>
        <span>Calls</span>
        <span className="uk-tool-failed">Failed</span>
        <span>{basis === null ? 'Approval' : heading}</span>
      </div>
      <ol>
        {rows.map((row, i) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Each row is a value of the chart: the one in the tab order hands the focus on by arrow keys
          <li key={row.label} className="uk-tool" {...(live ? { ...item(i), 'aria-describedby': keysId } : {})}>
            <span className="uk-tool-name">
              <Breakable>{row.label}</Breakable>
            </span>
            <span className="uk-tool-calls">
              <span className="uk-tool-bar" aria-hidden="true">
                {row.parts.map(({ kind, length }) => (
                  <i
                    key={kind}
                    className={kind === 'denied' ? 'uk-fill-denied' : undefined}
                    style={{ width: `${length * 97}%`, ...(kind === 'denied' ? {} : { background: COLORS[kind] }) }}
                  />
                ))}
              </span>
              <em>
                {formats.count(row.calls)}
                <span className="uk-hidden"> calls, {formats.count(row.denied)} denied,</span>
              </em>
            </span>
            <span className="uk-tool-failed" data-high={isFailingOften(row)}>
              {row.failure ? formats.rate(row.failure.value) : '–'}
              <span className="uk-hidden"> failed, approval </span>
            </span>
            <Approval row={row} axisFrom={axisFrom} formats={formats} />
          </li>
        ))}
      </ol>
      {basis !== null && (
        <div className="uk-tool uk-tools-axis" aria-hidden="true">
          <span />
          <span />
          <span />
          <span className="uk-approval">
            <span className="uk-interval">
              {axis.map((value, i) => (
                <b key={value} style={{ left: `${i * 50}%` }}>
                  {i === 2 ? '100%' : formats.decimal(value * 100, 0)}
                </b>
              ))}
            </span>
            <em />
          </span>
        </div>
      )}
    </div>
  );
}

function note({ axisFrom, basis, rows }: ToolLayout, formats: Formats): string {
  if (basis === null) return 'The source keeps no approvals.';
  const notes = [`Intervals are Wilson 95%; their axis starts at ${formats.decimal(axisFrom * 100, 0)}%.`];
  if (basis === 'upper-bound')
    notes.push('The source keeps no approvals: the rate is the share of calls that nobody rejected, an upper bound.');
  const sources = [...new Set(rows.flatMap((row) => (row.approval?.basis === 'recorded' ? row.approval.sources : [])))];
  if (sources.length > 0) notes.push(`Decisions are known from ${sourceWords(sources.toSorted())}.`);
  if (rows.some((row) => row.approval && row.approval.n < FEW))
    notes.push(`Hollow points rest on fewer than ${FEW} decisions.`);
  return notes.join(' ');
}

/** Tools by calls, with failures, denials and approval (S1.09, S1.10, S1.12, S2.15). */
export function ToolUsage({ data, span = 2 }: ToolUsageProps) {
  const formats = useFormats();
  const layout = useMemo(() => toolUsageLayout(data), [data]);
  const { rows } = layout;
  const legend: LegendItem[] = [
    { label: 'Succeeded', color: COLORS.succeeded },
    { label: 'Failed', color: COLORS.failed },
    { label: 'Denied', kind: 'denied' },
  ];
  if (rows.some((row) => row.parts.some((part) => part.kind === 'open')))
    legend.push({ label: 'Cancelled or open', color: COLORS.open });
  if (layout.basis !== null) legend.push({ label: 'Approval rate and interval', kind: 'interval' });
  return (
    <ChartFrame
      title="Tools and approvals"
      takeaway={takeaway(rows, formats)}
      help={HELP}
      span={span}
      legend={rows.length === 0 ? [] : legend}
      table={{
        caption: 'Calls, failures, denials and approval by tool',
        columns: [
          'Tool',
          'Calls',
          'Failed',
          'of them timed out',
          'Failure rate',
          'Denied by people',
          'Denied by rules',
          'Cancelled',
          'Open',
          'Approval',
          '95% interval',
          'Decisions',
          'Known from',
        ],
        rows: rows.map(({ label, calls, failure, approval, sources, ...row }) => [
          label,
          plural(calls, 'call', formats.count(calls)),
          formats.count(row.failed),
          formats.count(row.timedOut),
          failure ? formats.rate(failure.value) : 'not known',
          formats.count(row.rejected),
          formats.count(row.denied - row.rejected),
          formats.count(row.cancelled),
          formats.count(row.pending),
          approval
            ? `${approvalText(approval, formats)}${approval.basis === 'upper-bound' ? ' (upper bound)' : ''}`
            : 'not known',
          approval ? `${formats.rate(approval.low)} to ${formats.rate(approval.high)}` : '',
          approval ? formats.count(approval.n) : '',
          sourceWords(sources),
        ]),
      }}
      footer={
        rows.length > 0 && (
          <div className="uk-foot">
            <p>{note(layout, formats)}</p>
          </div>
        )
      }
    >
      {rows.length === 0 ? (
        <EmptyChart>No tool was called in this range.</EmptyChart>
      ) : (
        <Rows layout={layout} formats={formats} />
      )}
    </ChartFrame>
  );
}
