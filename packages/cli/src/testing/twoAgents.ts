import { claudeTranscript } from './claudeTranscript.ts';
import { codexTranscript } from './codexTranscript.ts';

export const CODEX_SESSION = '019d7d08-46c9-7f73-affe-4e6ca9852d56';
export const HAIKU = 'claude-haiku-4-5-20251001';

/** A session of Claude Code, one of whose two models has no price. */
export const claude = claudeTranscript('11111111-2222-4333-8444-555555555555', [
  { at: '2026-03-02T10:00:00.000Z', id: 'a', model: HAIKU, input: 100, output: 10, tool: { name: 'Bash' } },
  { at: '2026-03-02T10:01:00.000Z', id: 'b', model: 'acme-router-v2', input: 200, output: 20 },
]);
export const codex = codexTranscript(CODEX_SESSION, 'gpt-5.4', [
  { at: '2026-03-03T10:00:00.000Z', input: 1000, cached: 400, output: 50 },
]);
