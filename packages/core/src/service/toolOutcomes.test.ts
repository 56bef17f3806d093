import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { claudeCode } from '../sources/claude-code/index.ts';
import { codex } from '../sources/codex/index.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { usagekit } from './usagekit.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-tools-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const REJECTED = "The user doesn't want to proceed with this tool use. The tool use was rejected.";
/** A call of each outcome: tool, what its result says, and whether that is an error; `null` = no result. */
const CALLS: readonly (readonly [tool: string, result: string | null, isError?: boolean])[] = [
  ['Bash', 'done'],
  ['Bash', 'Exit code 1', true],
  ['Bash', 'Command timed out after 2m', true],
  ['Bash', REJECTED, true],
  ['Bash', 'Permission to use Bash has been denied', true],
  ['Bash', 'Sibling tool call errored', true],
  ['Bash', null],
  ['ExitPlanMode', 'User has approved your plan. You can now start coding.'],
  ['ExitPlanMode', REJECTED, true],
];

function claudeLines(): string {
  const line = (type: string, second: number, message: object, more: object = {}): string =>
    JSON.stringify({
      type,
      uuid: `${type}-${second}`,
      timestamp: new Date(NOW_MS - 3_600_000 + second * 1000).toISOString(),
      sessionId: 's-1',
      cwd: '/home/ada/web',
      message,
      ...more,
    });
  return CALLS.flatMap(([name, content, isError], i) => [
    line(
      'assistant',
      2 * i,
      {
        id: `msg_${i}_0123456789`,
        model: 'claude-haiku-4-5',
        content: [{ type: 'tool_use', id: `t-${i}`, name, input: {} }],
        usage: { input_tokens: 1, output_tokens: 1 },
      },
      { requestId: `req-${i}` },
    ),
    ...(content === null
      ? []
      : [
          line('user', 2 * i + 1, {
            role: 'user',
            content: [{ type: 'tool_result', tool_use_id: `t-${i}`, content, ...(isError && { is_error: true }) }],
          }),
        ]),
  ]).join('\n');
}

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(join(folder, 'usage.db')))],
])('B13 tool outcomes and approvals on %s', (_, open) => {
  it('every outcome of a transcript, and where an approval is known from', async () => {
    mkdirSync(join(folder, 'p'));
    writeFileSync(join(folder, 'p', 's-1.jsonl'), claudeLines());
    const sources = [claudeCode({ paths: [folder] }), codex({ paths: [join(folder, 'none')] })];
    const usage = usagekit({ store: open(), timeZone: 'UTC', sources, now: () => NOW_MS });
    await usage.migrate();
    await usage.sync();
    const { byTool } = (await usage.service.getAnalytics('7d')).tools;
    expect(byTool['Bash']).toMatchObject({
      calls: 7,
      succeeded: 1,
      failed: 2,
      timedOut: 1,
      deniedByUser: 1,
      deniedByRule: 1,
      cancelled: 1,
      pending: 1,
      failureRate: { value: 2 / 3, n: 3 },
      // The transcript keeps the one denial of a person, and no approval.
      approval: { basis: 'upper-bound', value: 6 / 7, n: 7, sources: ['transcript'] },
      approvals: [
        { approval: 'denied', source: 'transcript', calls: 1 },
        { approval: 'unknown', source: '', calls: 6 },
      ],
    });
    expect(byTool['ExitPlanMode']).toMatchObject({
      failed: 0,
      approval: { basis: 'recorded', value: 0.5, n: 2, sources: ['transcript'] },
    });
    await usage.close();
  });

  it('decisions that a recorder saw are exact, and beat a bound from transcripts', async () => {
    mkdirSync(join(folder, 'p'));
    writeFileSync(join(folder, 'p', 's-1.jsonl'), claudeLines());
    const sources = [claudeCode({ paths: [folder] })];
    let nowMs = NOW_MS - 60_000;
    const usage = usagekit({ store: open(), timeZone: 'UTC', sources, now: () => nowMs });
    await usage.migrate();
    await usage.sync();
    const call = (id: string) => ({ type: 'tool-call', toolCallId: id, toolName: 'Bash', input: {} });
    const decided = (id: string, approved: boolean) => [
      { type: 'tool-approval-request', approvalId: `a-${id}`, toolCall: call(id) },
      { type: 'tool-approval-response', approvalId: `a-${id}`, toolCall: call(id), approved },
    ];
    const ok = (id: string) => ({ type: 'tool-result', toolCallId: id, toolName: 'Bash', output: 1 });
    const onStepFinish = usage.recorder.aiSdk({ session: 'chat', provider: 'anthropic', model: 'claude-haiku-4-5' });
    await onStepFinish({
      stepNumber: 0,
      response: { id: 'resp-0123456789abcdef', timestamp: new Date(nowMs) },
      usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
      finishReason: 'tool-calls',
      content: ['x', 'y', 'z'].flatMap((id) => [call(id), ...decided(id, id !== 'z'), ...(id === 'z' ? [] : [ok(id)])]),
    });
    await usage.recorder.flush();
    nowMs = NOW_MS;
    const { Bash } = (await usage.service.getAnalytics('7d')).tools.byTool;
    expect(Bash).toMatchObject({
      calls: 10,
      succeeded: 3,
      deniedByUser: 2,
      approval: { basis: 'recorded', value: 2 / 3, n: 3, sources: ['recorder'] },
      approvals: [
        { approval: 'denied', source: 'recorder', calls: 1 },
        { approval: 'denied', source: 'transcript', calls: 1 },
        { approval: 'approved', source: 'recorder', calls: 2 },
        { approval: 'unknown', source: '', calls: 6 },
      ],
    });
    await usage.close();
  });
});
