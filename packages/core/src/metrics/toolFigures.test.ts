import { describe, expect, it } from 'vitest';

import type { RollupRow } from '../model/Rollup.ts';
import type { ToolApproval, ToolOutcome } from '../model/ToolCallRecord.ts';
import { toolFigures } from './toolFigures.ts';

const row = (
  tool: string,
  outcome: ToolOutcome,
  calls: number,
  approval: ToolApproval = 'unknown',
  from = '',
): RollupRow => ({
  bucket: 0,
  key: [tool, outcome, approval, from],
  measures: { calls: BigInt(calls), durationMs: 0n },
});

describe('toolFigures', () => {
  it('S1.09 most used tools come first, ties by name', () => {
    const { usage, failures } = toolFigures([
      row('Read', 'ok', 2),
      row('Bash', 'ok', 5),
      row('Edit', 'ok', 2),
      row('Edit', 'error', 0),
    ]);
    expect(Object.entries(usage)).toEqual([
      ['Bash', 5],
      ['Edit', 2],
      ['Read', 2],
    ]);
    expect(Object.entries(failures)).toEqual([
      ['Bash', 0],
      ['Edit', 0],
      ['Read', 0],
    ]);
  });

  it('S1.12 failures are errors and timeouts; denials are neither failure nor success', () => {
    const outcomes = [
      row('Bash', 'ok', 6),
      row('Bash', 'error', 1),
      row('Bash', 'timeout', 1),
      row('Bash', 'denied-by-user', 3, 'denied', 'transcript'),
      row('Bash', 'denied-by-rule', 4),
      row('Bash', 'cancelled', 5),
      row('Bash', 'pending', 7),
    ];
    const { byTool, failures } = toolFigures(outcomes);
    expect(failures['Bash']).toBe(2);
    expect(byTool['Bash']).toMatchObject({
      calls: 27,
      succeeded: 6,
      failed: 2,
      timedOut: 1,
      deniedByUser: 3,
      deniedByRule: 4,
      cancelled: 5,
      pending: 7,
      failureRate: { value: 0.25, n: 8 },
    });
  });

  it('S1.12 a tool that never ran has no failure rate', () => {
    expect(toolFigures([row('Bash', 'pending', 1)]).byTool['Bash']?.failureRate).toBeNull();
  });

  it('S1.10 transcripts show denials only: an upper bound', () => {
    const { byTool, approvalRate } = toolFigures([
      row('Bash', 'ok', 18),
      row('Bash', 'denied-by-rule', 1, 'denied', 'transcript'),
      row('Bash', 'denied-by-user', 1, 'denied', 'transcript'),
    ]);
    expect(byTool['Bash']?.approval).toMatchObject({ basis: 'upper-bound', value: 0.95, n: 20 });
    expect(approvalRate['Bash']).toBe(0.95);
  });

  it('S1.10 recorded decisions give the rate itself, of people alone', () => {
    const { byTool } = toolFigures([
      row('Bash', 'ok', 3, 'approved', 'otel'),
      row('Bash', 'ok', 90, 'auto-approved', 'otel'),
      row('Bash', 'denied-by-user', 1, 'denied', 'otel'),
      row('Bash', 'denied-by-rule', 9, 'denied', 'otel'),
      // The same tool of another agent, whose transcript keeps no approvals.
      row('Bash', 'ok', 50),
      row('Bash', 'denied-by-user', 5, 'denied', 'transcript'),
    ]);
    expect(byTool['Bash']?.approval).toMatchObject({ basis: 'recorded', value: 0.75, n: 4, sources: ['otel'] });
    expect(byTool['Bash']?.approvals).toEqual([
      { approval: 'denied', source: 'otel', calls: 10 },
      { approval: 'denied', source: 'transcript', calls: 5 },
      { approval: 'approved', source: 'otel', calls: 3 },
      { approval: 'auto-approved', source: 'otel', calls: 90 },
      { approval: 'unknown', source: '', calls: 50 },
    ]);
  });

  it('S1.10 only denials from a recorder are a rate of zero', () => {
    const approval = toolFigures([row('Bash', 'denied-by-user', 2, 'denied', 'recorder')]).byTool['Bash']?.approval;
    expect(approval).toMatchObject({ basis: 'recorded', value: 0, n: 2 });
  });

  it('S1.10 a transcript that keeps approvals is a record of them', () => {
    const approval = toolFigures([
      row('ExitPlanMode', 'ok', 3, 'approved', 'transcript'),
      row('ExitPlanMode', 'denied-by-user', 1, 'denied', 'transcript'),
    ]).byTool['ExitPlanMode']?.approval;
    expect(approval).toMatchObject({ basis: 'recorded', value: 0.75, n: 4 });
  });

  it('any text is a tool name', () => {
    const { usage } = toolFigures([row('__proto__', 'ok', 1), row('', 'ok', 2)]);
    expect(usage['__proto__']).toBe(1);
    expect(usage['']).toBe(2);
    expect(Object.hasOwn(usage, 'constructor')).toBe(false);
  });
});
