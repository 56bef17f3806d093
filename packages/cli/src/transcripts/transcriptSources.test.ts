import { mkdirSync, symlinkSync } from 'node:fs';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { codexTranscript } from '../testing/codexTranscript.ts';
import { Workspace } from '../testing/Workspace.ts';
import { transcriptSources } from './transcriptSources.ts';

let work: Workspace;
beforeEach(() => {
  work = new Workspace();
});
afterEach(() => work.remove());

const rollout = codexTranscript('019d7d08-46c9-7f73-affe-4e6ca9852d56', 'gpt-5.4', []);

describe('sources of the folders that were named', () => {
  it('a transcript that was empty or half a line when it was first seen belongs to the agent that wrote it', () => {
    const file = work.write('t/growing.jsonl', '');
    const sources = transcriptSources('all', [work.path('t')]);
    const owners = () => sources.filter((source) => source.files().length > 0).map(({ id }) => id);
    expect(owners()).toEqual([]);
    work.write('t/growing.jsonl', rollout.slice(0, 20));
    expect(owners()).toEqual(['claude-code']);
    work.write('t/growing.jsonl', rollout);
    expect(owners()).toEqual(['codex']);
    // What a whole line has told is not asked again.
    work.write('t/growing.jsonl', '');
    expect(sources.map((source) => source.files().map(({ path }) => path))).toEqual([[], [file]]);
  });

  it('what cannot be read is told once to everybody who asks, by whichever source is asked first', () => {
    work.write('t/x.jsonl', rollout);
    symlinkSync(work.home, work.path('t/link'));
    const sources = transcriptSources('all', [work.path('t')]);
    for (const source of sources) expect(source.files()).toHaveLength(source.id === 'codex' ? 1 : 0);
    for (const order of [sources, sources.toReversed(), sources]) {
      const told: string[] = [];
      const tell = ({ file }: { file: string }): void => void told.push(file);
      for (const source of order) source.files(tell);
      expect(told).toEqual([work.path('t/link')]);
    }
  });

  it('a path that cannot be looked at is told and does not keep the others from being read', () => {
    work.write('good/x.jsonl', rollout);
    const [loop, home] = [work.path('loop'), work.path('home/.claude')];
    mkdirSync(work.path('home'));
    for (const link of [loop, home]) symlinkSync(link, link);
    const told: string[] = [];
    vi.stubEnv('HOME', work.path('home'));
    const sources = transcriptSources('all', [loop, work.path('home'), work.path('good')]);
    vi.unstubAllEnvs();
    const files = sources.flatMap((source) => source.files(({ file }) => told.push(file)));
    expect(files.map(({ path }) => path)).toEqual([work.path('good/x.jsonl')]);
    expect(new Set(told)).toEqual(new Set([loop, work.path('home/.claude/projects')]));
    expect(() => transcriptSources('all', [work.path('good'), work.path('none')])).toThrow(
      `there is no folder ${work.path('none')}`,
    );
  });
});
