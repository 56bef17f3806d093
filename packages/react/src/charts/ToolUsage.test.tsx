// @vitest-environment jsdom
import type { ToolFigures } from '@usagekit/core';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { toolUsageLayout } from './ToolUsage.layout.ts';
import { ToolUsage } from './ToolUsage.tsx';

chartContract({ title: 'Tools and approvals', draw: (data) => <ToolUsage data={data} /> });

const data = exampleVariants.usual();
const tool = (calls: number, more: Partial<ToolFigures> = {}): ToolFigures => ({
  calls,
  succeeded: calls,
  failed: 0,
  timedOut: 0,
  deniedByUser: 0,
  deniedByRule: 0,
  cancelled: 0,
  pending: 0,
  failureRate: null,
  approval: null,
  approvals: [],
  ...more,
});
const withTools = (byTool: Record<string, ToolFigures>) => ({ ...data, tools: { ...data.tools, byTool } });

describe('S1.09 most used tools', () => {
  it('ranks by calls and sums up the rest', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`tool-${i}`, tool(100 - i)]));
    const { rows } = toolUsageLayout(withTools(many));
    expect(rows.map((row) => row.label)).toEqual([...Array.from({ length: 7 }, (_, i) => `tool-${i}`), 'Other (5)']);
    expect(rows.reduce((sum, row) => sum + row.calls, 0)).toBe(
      Object.values(many).reduce((sum, own) => sum + own.calls, 0),
    );
  });
});

describe('S1.12 failed tool calls', () => {
  it('keeps a failure visible and a denial apart from failures', () => {
    const { rows } = toolUsageLayout(
      withTools({ Bash: tool(10_000, { succeeded: 9997, failed: 1, deniedByUser: 2 }) }),
    );
    expect(rows[0]).toMatchObject({ failed: 1, denied: 2 });
    expect(rows[0]?.parts.map((part) => part.kind)).toEqual(['succeeded', 'failed', 'denied']);
    expect(rows[0]?.parts[1]?.length).toBe(0.007);
  });
});

describe('S1.10 approval rate by tool', () => {
  it('starts the axis below the lowest interval and says so', () => {
    const { axisFrom, basis } = toolUsageLayout(data);
    expect(axisFrom).toBe(0.4);
    expect(basis).toBe('recorded');
    render(<ToolUsage data={data} />);
    expect(screen.getByText(/their axis starts at 40%/)).toBeTruthy();
  });

  it('labels a rate from a source without approvals as an upper bound', () => {
    const approval = { value: 0.98, n: 400, low: 0.96, high: 0.99, basis: 'upper-bound' as const, sources: [] };
    render(<ToolUsage data={withTools({ Bash: tool(400, { approval }) })} />);
    expect(screen.getByText(/an upper bound/)).toBeTruthy();
    expect(screen.getByText('≤ 98%')).toBeTruthy();
    expect(screen.getByText('≤ 98% (upper bound)')).toBeTruthy();
  });
});

it('names a tool, never the rest, as the one that fails or is turned down', () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`tool-${i}`, tool(100 - i)]));
  const bad = tool(50, { succeeded: 10, failed: 20, deniedByUser: 20 });
  const { rows } = toolUsageLayout(withTools({ ...many, rare: bad }));
  expect(rows.at(-1)).toMatchObject({ label: 'Other (6)', other: true, failed: 20, rejected: 20 });
  const { container } = render(<ToolUsage data={withTools({ ...many, rare: bad })} />);
  expect(container.querySelector('[data-part="takeaway"]')?.textContent).toBe(
    'tool-0 is called most, 100 times. No tool fails often.',
  );
});

it('B13 has every outcome in its table, and where approvals are known from', () => {
  const approval = {
    value: 0.8,
    n: 40,
    low: 0.6,
    high: 0.9,
    basis: 'recorded' as const,
    sources: ['otel', 'recorder'],
  };
  const approvals = [
    { approval: 'denied' as const, source: 'otel', calls: 8 },
    { approval: 'approved' as const, source: 'recorder', calls: 32 },
    { approval: 'unknown' as const, source: '', calls: 60 },
  ];
  const outcomes = {
    succeeded: 70,
    failed: 7,
    timedOut: 2,
    deniedByUser: 8,
    deniedByRule: 5,
    cancelled: 4,
    pending: 6,
  };
  const { container } = render(
    <ToolUsage data={withTools({ Bash: tool(100, { ...outcomes, approval, approvals }) })} />,
  );
  const texts = (selector: string): (string | null)[] =>
    [...container.querySelectorAll(selector)].map((c) => c.textContent);
  const table = Object.fromEntries(texts('thead th').map((name, i) => [name, texts('tbody tr > *')[i]]));
  expect(table).toMatchObject({
    Failed: '7',
    'of them timed out': '2',
    'Denied by people': '8',
    'Denied by rules': '5',
    Cancelled: '4',
    Open: '6',
    'Known from': 'OpenTelemetry and the recorder',
  });
  expect(screen.getByText(/Decisions are known from OpenTelemetry and the recorder\./)).toBeTruthy();
});
