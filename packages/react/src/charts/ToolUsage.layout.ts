import { type Rate, rate, type ToolFigures, type UsageAnalytics } from '@usagekit/core';

import { isolatedName } from '../format/isolatedName.ts';

/** One row of the list: a tool, or all the others. */
export interface ToolRow {
  label: string;
  calls: number;
  failed: number;
  timedOut: number;
  denied: number;
  /** Denied by a person, not by a rule. */
  rejected: number;
  cancelled: number;
  pending: number;
  /** It stands for several tools. */
  other: boolean;
  /** Parts of its bar as shares of the longest bar, in drawing order; together the calls. */
  parts: readonly { kind: 'succeeded' | 'failed' | 'denied' | 'open'; length: number }[];
  failure: Rate | null;
  approval: ToolFigures['approval'];
  /** Where anything is known from of the approval of its calls, each once. */
  sources: readonly string[];
}

/** The list of tools as it is drawn. */
export interface ToolLayout {
  rows: readonly ToolRow[];
  /** Where the axis of the approval intervals starts, 0 … 0.9. */
  axisFrom: number;
  basis: 'recorded' | 'upper-bound' | null;
}

const MAX_ROWS = 8;
/** A failure stays visible however many calls succeeded. */
const MIN_LENGTH = 0.007;
const AXIS_STARTS = [0.9, 0.8, 0.6, 0.4, 0.2, 0];

const deniedOf = (tool: ToolFigures): number => tool.deniedByUser + tool.deniedByRule;

function added(tools: readonly ToolFigures[]): ToolFigures {
  const sum = (
    key: 'calls' | 'succeeded' | 'failed' | 'timedOut' | 'deniedByUser' | 'deniedByRule' | 'cancelled' | 'pending',
  ): number => tools.reduce((all, tool) => all + tool[key], 0);
  return {
    calls: sum('calls'),
    succeeded: sum('succeeded'),
    failed: sum('failed'),
    timedOut: sum('timedOut'),
    deniedByUser: sum('deniedByUser'),
    deniedByRule: sum('deniedByRule'),
    cancelled: sum('cancelled'),
    pending: sum('pending'),
    failureRate: rate(sum('failed'), sum('succeeded') + sum('failed')),
    approval: null,
    approvals: tools.flatMap((tool) => tool.approvals),
  };
}

/** Tools by calls, most first, at most seven and the rest as "Other" (S1.09, S1.10, S1.12). */
export function toolUsageLayout({ tools }: Pick<UsageAnalytics, 'tools'>): ToolLayout {
  const names = Object.keys(tools.byTool).toSorted((a, b) => {
    const difference = (tools.byTool[b]?.calls ?? 0) - (tools.byTool[a]?.calls ?? 0);
    return difference || (a < b ? -1 : 1);
  });
  const own = names.length > MAX_ROWS ? names.slice(0, MAX_ROWS - 1) : names;
  const rest = names.slice(own.length);
  const groups = own.map((name) => ({
    label: name === '' ? 'unnamed' : isolatedName(name),
    figures: tools.byTool[name] as ToolFigures,
    other: false,
  }));
  if (rest.length > 0) {
    groups.push({
      label: `Other (${rest.length})`,
      figures: added(rest.map((name) => tools.byTool[name] as ToolFigures)),
      other: true,
    });
  }
  const longest = Math.max(1, ...groups.map((group) => group.figures.calls));
  const rows = groups.map(({ label, figures, other }): ToolRow => {
    const parts = [
      { kind: 'succeeded', count: figures.succeeded },
      { kind: 'failed', count: figures.failed },
      { kind: 'denied', count: deniedOf(figures) },
      { kind: 'open', count: figures.cancelled + figures.pending },
    ] as const;
    return {
      label,
      calls: figures.calls,
      failed: figures.failed,
      timedOut: figures.timedOut,
      denied: deniedOf(figures),
      rejected: figures.deniedByUser,
      cancelled: figures.cancelled,
      pending: figures.pending,
      other,
      parts: parts
        .filter((part) => part.count > 0)
        .map(({ kind, count }) => ({ kind, length: Math.max(MIN_LENGTH, count / longest) })),
      failure: figures.failureRate,
      approval: figures.approval,
      sources: [...new Set(figures.approvals.flatMap(({ source }) => source || []))].toSorted(),
    };
  });
  const known = rows.flatMap((row) => row.approval ?? []);
  const lowest = Math.min(1, ...known.map((approval) => approval.low));
  return {
    rows,
    axisFrom: AXIS_STARTS.find((start) => start <= lowest) ?? 0,
    basis:
      known.length === 0
        ? null
        : known.some((approval) => approval.basis === 'upper-bound')
          ? 'upper-bound'
          : 'recorded',
  };
}
