import { describe, expect, it } from 'vitest';

import { noteHistory, threadOf } from './threadOf.ts';

/** A thread's id that tells no time. */
const idOf = (letter: string): string => `${letter.repeat(8)}-1111-4111-8111-111111111111`;

/** Whose history a thread repeats by the lines at the start of its file, each of another thread. */
function historyOf(own: object, lines: readonly string[]): string | undefined {
  const thread = threadOf('rollout.jsonl', { id: idOf('d'), ...own }, 0);
  for (const letter of lines) noteHistory(thread, { id: idOf(letter) });
  return thread.historyOf;
}

it.each(['cba', 'cbab', 'cbabc', 'cbcab', 'cbaa'])(
  'the oldest thread of a history is the last that comes for the first time, in the lines %s',
  (letters) => {
    for (const own of [{}, { forked_from_id: idOf('c') }]) {
      expect(historyOf(own, [...letters])).toBe(idOf('a'));
    }
  },
);

it('remembers a bounded number of threads', () => {
  const thread = threadOf('rollout.jsonl', { id: idOf('d') }, 0);
  for (let i = 0; i < 1000; i++) noteHistory(thread, { id: `thread ${i}` });
  expect(thread.historyIds?.length).toBeLessThan(100);
  expect(thread.historyOf).toBe('thread 999');
});

describe('a file that is named after a thread and a rollout of it', () => {
  const [thread, rollout] = ['019d7e2f-0000-7000-8000-000000000001', '019d7e30-0000-7000-8000-000000000001'];
  const file = `rollout-2026-04-12T07-00-00-${thread}_${rollout}.jsonl`;

  it('is of the thread, as its first line says', () => {
    expect(threadOf(file, { id: thread, cwd: '/p' }, 0)).toMatchObject({ id: thread, forkedFrom: '', child: false });
  });

  it('is of the thread, also where its first line is lost, or the one of its parent comes first', () => {
    expect(threadOf(file, undefined, 0)).toMatchObject({ id: thread, nameless: true });
    const parent = '019d0000-0000-7000-8000-000000000001';
    expect(threadOf(file, { id: parent }, 0)).toMatchObject({ id: thread, forkedFrom: parent, child: true });
  });
});
