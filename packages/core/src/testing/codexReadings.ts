import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Ledger } from '../metrics/Ledger.ts';
import { sourceContractReading } from './sourceContractReading.ts';
import { codex } from '../sources/codex/index.ts';

/** The thread of the rollouts that tests read. */
export const CODEX_THREAD = '019d7e2f-0000-7000-8000-000000000000';

/** A line of a rollout, as a rule without its time: what tests write down. */
export interface CodexLine {
  timestamp?: string;
  type: string;
  payload: Record<string, unknown>;
}

/** What a rollout with these lines, one a second, says when it is read at once, and when it is read after each line that is written. */
export async function codexReadings(lines: readonly CodexLine[]): Promise<[atOnce: Ledger, inPieces: Ledger]> {
  const folder = mkdtempSync(join(tmpdir(), 'usagekit-codex-'));
  const texts = lines.map((line, i) =>
    JSON.stringify({ timestamp: new Date(Date.UTC(2026, 8, 8, 7, 0, i)).toISOString(), ...line }),
  );
  try {
    const path = join(folder, `rollout-2026-09-08T07-00-00-${CODEX_THREAD}.jsonl`);
    const [atOnce, inPieces] = [sourceContractReading(), sourceContractReading()];
    writeFileSync(path, `${texts.join('\n')}\n`);
    await atOnce.read(codex({ paths: [path] }));
    writeFileSync(path, '');
    for (const text of texts) {
      appendFileSync(path, `${text}\n`);
      await inPieces.read(codex({ paths: [path] }));
    }
    return [atOnce.ledger, inPieces.ledger];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines in front of the first turn, and its start. */
export const codexStart = (turn_id = '019d7e30-0000-7000-8000-000000000001'): CodexLine[] => [
  { type: 'session_meta', payload: { id: CODEX_THREAD, cwd: '/home/dev/infra' } },
  { type: 'event_msg', payload: { type: 'task_started', turn_id } },
];
