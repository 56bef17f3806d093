import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { codexTranscript } from '../testing/codexTranscript.ts';
import { agentOfHead, agentOfTranscript } from './agentOfTranscript.ts';

const claude = claudeTranscript('s', [
  { at: '2026-01-01T00:00:00.000Z', id: '1', model: 'claude-haiku-4-5', input: 1, output: 1 },
]);

describe('agent of a transcript', () => {
  it('tells the two formats apart', () => {
    expect(agentOfHead(claude)).toBe('claude-code');
    expect(agentOfHead(codexTranscript('019d7d08-46c9-7f73-affe-4e6ca9852d56', 'gpt-5', []))).toBe('codex');
  });

  it('does not depend on the order of keys, blanks or the length of the line', () => {
    expect(agentOfHead('\n{"payload":{"id":"a"},"timestamp":"2024-01-01T10:00:00Z","type":"session_meta"}')).toBe(
      'codex',
    );
    expect(agentOfHead('{ "timestamp": "x", "type": "turn_context", "payload": {"model": "gpt-5')).toBe('codex');
    expect(agentOfHead('{"payload":{"base_instructions":"You are')).toBeUndefined();
  });

  it('is not misled by text inside a message', () => {
    const quoted = JSON.stringify('{"type":"session_meta","payload":{}}');
    expect(agentOfHead(`{"type":"user","message":{"content":${quoted}}}`)).toBe('claude-code');
  });

  it('reads on when the first bytes do not tell', () => {
    const folder = mkdtempSync(join(tmpdir(), 'usagekit-test-'));
    const file = join(folder, 'long.jsonl');
    writeFileSync(file, `{"payload":{"text":"${'x'.repeat(60_000)}"},"type":"session_meta"}\n`);
    expect(agentOfTranscript(file)).toEqual({ agent: 'codex', isCertain: true });
    writeFileSync(file, `{"message":"${'x'.repeat(600_000)}`);
    expect(agentOfTranscript(file)).toEqual({ agent: 'claude-code', isCertain: true });
    rmSync(folder, { recursive: true });
  });

  it('takes a file whose beginning does not tell, and that is named as Codex names its own, for one of Codex', () => {
    const folder = mkdtempSync(join(tmpdir(), 'usagekit-test-'));
    const file = join(folder, 'rollout-2026-01-01T00-00-00-019d7d08-46c9-7f73-affe-4e6ca9852d56.jsonl');
    writeFileSync(file, `{"message":"${'x'.repeat(600_000)}"}\n`);
    expect(agentOfTranscript(file)).toEqual({ agent: 'codex', isCertain: true });
    writeFileSync(file, '{"timest');
    expect(agentOfTranscript(file)).toEqual({ agent: 'codex', isCertain: false });
    writeFileSync(file, '\n');
    expect(agentOfTranscript(file)).toEqual({ agent: undefined, isCertain: false });
    writeFileSync(file, claude);
    expect(agentOfTranscript(file)).toEqual({ agent: 'claude-code', isCertain: true });
    rmSync(folder, { recursive: true });
  });

  it('is certain once a whole line tells; until then a file is nobody’s while it is empty, and Claude Code’s', () => {
    const folder = mkdtempSync(join(tmpdir(), 'usagekit-test-'));
    const file = join(folder, 'growing.jsonl');
    const of = (text: string) => {
      writeFileSync(file, text);
      return agentOfTranscript(file);
    };
    expect(of('')).toEqual({ agent: undefined, isCertain: false });
    expect(of('\n\n')).toEqual({ agent: undefined, isCertain: false });
    for (const begun of ['{"timest', '{"a":{"b":{}}', '{"payload":{"git":{}}', 'damaged\n', 'damaged\n{"timest']) {
      expect([begun, of(begun)]).toEqual([begun, { agent: 'claude-code', isCertain: false }]);
    }
    expect(of('{"type":"user"}')).toEqual({ agent: 'claude-code', isCertain: true });
    expect(of('{"type":"event_msg","payload":{}}')).toEqual({ agent: 'codex', isCertain: true });
    rmSync(folder, { recursive: true });
  });

  it('looks into a file that Codex has packed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'usagekit-test-'));
    const file = join(folder, 'rollout.jsonl.zst');
    const codex = codexTranscript('019d7d08-46c9-7f73-affe-4e6ca9852d56', 'gpt-5', []);
    writeFileSync(file, zstdCompressSync(codex));
    expect(agentOfTranscript(file)).toEqual({ agent: 'codex', isCertain: true });
    writeFileSync(file, zstdCompressSync(claude));
    expect(agentOfTranscript(file)).toEqual({ agent: 'claude-code', isCertain: true });
    writeFileSync(file, '');
    expect(agentOfTranscript(file)).toEqual({ agent: undefined, isCertain: false });
    // Not packed after all, or cut off.
    for (const damaged of [claude, zstdCompressSync(codex).subarray(0, 20), zstdCompressSync(codex.slice(0, 30))]) {
      writeFileSync(file, damaged);
      expect(agentOfTranscript(file)).toEqual({ agent: 'codex', isCertain: false });
    }
    rmSync(folder, { recursive: true });
  });

  it('leaves files that cannot be opened to Claude Code, as long as they cannot', () => {
    expect(agentOfTranscript('/nowhere/at/all.jsonl')).toEqual({ agent: 'claude-code', isCertain: false });
  });

  it("knows Codex's envelopes of types to come, and none in what a tool was called with", () => {
    const future = '{"timestamp":"2026-01-01T00:00:00Z","type":"from_the_future","payload":{"a":1}}';
    expect(agentOfHead(`${future}\n`)).toBe('codex');
    const call =
      '{"timestamp":"x","type":"assistant","sessionId":"s","message":{"content":[{"input":{"payload":{"a":1}}}]}}';
    expect(agentOfHead(`${call}\n`)).toBe('claude-code');
    expect(agentOfHead('{"payload":{"a":1}}\n')).toBe('claude-code');
  });

  it('a damaged first line tells nothing: the next whole one does', () => {
    const codex = '{"timestamp":"2026-01-01T00:00:00Z","type":"event_msg","payload":{}}';
    expect(agentOfHead(`{"half\n${codex}\n`)).toBe('codex');
    expect(agentOfHead(`garbage\n\n{"type":"user"}\n${codex}\n`)).toBe('claude-code');
  });
});
