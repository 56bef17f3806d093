import { claudeTranscript } from '../src/testing/claudeTranscript.ts';
import { codexTranscript } from '../src/testing/codexTranscript.ts';
import type { Workspace } from '../src/testing/Workspace.ts';

const MODELS = [
  'claude-opus-4-5-20251101',
  'claude-sonnet-4-5-20250929',
  'claude-haiku-4-5-20251001',
  'acme-router-v2',
];
const TOOLS = ['Bash', 'Edit', 'Read', 'Grep'];
const DAY_MS = 86_400_000;

/** First day of the example. */
export const FIRST_DAY = '2026-02-01';
/** Days of the example, each with a session of Claude Code; every third also has one of Codex. */
export const DAYS = 59;

/**
 * Writes 59 days of made-up usage, February and March 2026, and syncs it. Day n has 1 + n % 4 requests of a thousand input tokens in one session, a tool
 * call each; every tenth session fails. All figures follow from that.
 */
export async function exampleUsage(work: Workspace): Promise<void> {
  const start = Date.parse(`${FIRST_DAY}T09:00:00Z`);
  for (let day = 0; day < DAYS; day += 1) {
    const at = (minute: number): string => new Date(start + day * DAY_MS + minute * 60_000).toISOString();
    const responses = Array.from({ length: 1 + (day % 4) }, (_, i) => ({
      at: at(i + (day % 5) * 60),
      id: `${day}-${i}`,
      model: MODELS[(day + i) % MODELS.length] ?? '',
      input: 1000,
      output: 200,
      cacheRead: 9000,
      tool: { name: TOOLS[i % TOOLS.length] ?? '', failed: day % 7 === 0 },
    }));
    const project = `/home/ada/project-${day % 3}`;
    work.write(`t/${day}.jsonl`, claudeTranscript(`session-${day}`, responses, project, { failed: day % 10 === 9 }));
    if (day % 3 > 0) continue;
    const session = `019c${String(day).padStart(4, '0')}-46c9-7f73-affe-4e6ca9852d56`;
    work.write(
      `t/codex-${day}.jsonl`,
      codexTranscript(session, 'gpt-5.4', [{ at: at(300), input: 1000, cached: 500, output: 100 }]),
    );
  }
  await work.json('sync', '--json', '--path', 't');
}
