import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { toolFigures } from '../../metrics/toolFigures.ts';
import { rollup } from '../../metrics/rollup.ts';
import { sourceContractReading } from '../../testing/sourceContractReading.ts';
import { claudeCode } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-decisions-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const time = (seconds: number): string => new Date(Date.UTC(2026, 2, 8, 7, 0, seconds)).toISOString();

/** A call of Bash and its result, as Claude Code writes them. */
const callOf = (n: number, content: string, record: object = {}): object[] => [
  {
    type: 'assistant',
    uuid: `a-${n}`,
    timestamp: time(2 * n),
    sessionId: 's-1',
    requestId: `req_${n}`,
    message: { id: `msg_${n}`, model: 'claude-x', content: [{ type: 'tool_use', id: `toolu_${n}`, name: 'Bash' }] },
  },
  {
    type: 'user',
    uuid: `u-${n}`,
    timestamp: time(2 * n + 1),
    sessionId: 's-1',
    message: {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: `toolu_${n}`, content, is_error: content !== 'ok' }],
    },
    ...(content !== 'ok' && { toolUseResult: `Error: ${content}` }),
    ...record,
  },
];
const decided = (decision: string, source: string, more: object = {}): object => ({
  permissionDecision: { decision, source, ...more },
});

/** What is said of the tool, of a session with these calls. */
async function bash(...calls: readonly [content: string, record?: object][]) {
  const path = join(folder, 's-1.jsonl');
  const lines = calls.flatMap(([content, record], n) => callOf(n, content, record));
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const reading = sourceContractReading();
  await reading.read(claudeCode({ paths: [path] }));
  const segments = [{ startMs: 0, endMs: Date.UTC(2100, 0, 1), offsetSlots: 0 }];
  const by = ['tool', 'outcome', 'approval', 'approvalSource'];
  return toolFigures(rollup(reading.ledger, { family: 'tools', segments, bucket: 'total', by })).byTool['Bash'];
}

const REJECTED = "The user doesn't want to proceed with this tool use. The tool use was rejected";
const denied = {
  ...decided('reject', 'config', { reasonCode: 'bashMiss:too-complex' }),
  toolDenialKind: 'user-rejected',
};

it('B13 decisions that a transcript records are approvals with their source, and a rate of people alone', async () => {
  const tool = await bash(
    ['ok', decided('accept', 'user_temporary')],
    ['ok', decided('accept', 'user_permanent')],
    ['Exit code 1', decided('accept', 'user_temporary')],
    ['ok', decided('accept', 'config', { reasonType: 'rule', ruleSource: 'cliArg' })],
    ["A file redirect in this command can't be checked before it runs", denied],
    [REJECTED, { ...decided('reject', 'user_reject'), toolDenialKind: 'user-rejected' }],
    // Of an earlier version, which records no approvals.
    [REJECTED],
    ['ok'],
  );
  expect(tool).toMatchObject({
    calls: 8,
    succeeded: 4,
    failed: 1,
    deniedByUser: 2,
    deniedByRule: 1,
    approval: { basis: 'recorded', value: 0.75, n: 4, sources: ['decision'] },
    approvals: [
      { approval: 'denied', source: 'decision', calls: 1 },
      { approval: 'denied', source: 'transcript', calls: 1 },
      { approval: 'approved', source: 'decision', calls: 3 },
      { approval: 'auto-approved', source: 'decision', calls: 1 },
      { approval: 'unknown', source: '', calls: 2 },
    ],
  });
});

it('S1.10 a run without a person denies nothing by a person, and bounds the rate only', async () => {
  const tool = await bash(
    ['This command requires approval', denied],
    ['Contains command_substitution'],
    ["rm in '/home/dev/a' was blocked. For security, Claude Code may only remove files from"],
    ['ok', decided('accept', 'config')],
  );
  expect(tool).toMatchObject({ failed: 0, deniedByUser: 0, deniedByRule: 3 });
  expect(tool?.approval).toMatchObject({ basis: 'upper-bound', value: 1, n: 4 });
});
