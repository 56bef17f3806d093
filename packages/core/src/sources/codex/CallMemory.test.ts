import { expect, it } from 'vitest';

import { CallMemory } from './CallMemory.ts';
import { CodexParser } from './parse.ts';

const call = (n: number) => ({ key: `t#c${n}`, atMs: n, tool: 'shell', model: 'm' });

it('keeps open calls, and the last sixteen that ended', () => {
  const memory = new CallMemory([]);
  for (let n = 0; n < 40; n += 1) {
    memory.add(`c${n}`, call(n));
    if (n !== 0) memory.end(`c${n}`);
  }
  expect(memory.get('c0')).toEqual(call(0));
  expect(memory.get('c23')).toBeUndefined();
  expect(memory.get('c24')).toEqual({ ...call(24), hasEnded: true });
  expect(memory.state()).toHaveLength(17);
  expect(new CallMemory(memory.state()).get('c39')).toEqual({ ...call(39), hasEnded: true });
});

it('a call that is made once more is open, whatever ends after it', () => {
  const memory = new CallMemory([]);
  memory.add('again', call(1));
  memory.end('again');
  memory.add('again', call(2));
  for (let n = 0; n < 40; n += 1) {
    memory.add(`c${n}`, call(n));
    memory.end(`c${n}`);
  }
  expect(memory.get('again')).toEqual(call(2));
});

it('keeps no more open calls than a real file has', () => {
  const memory = new CallMemory([]);
  for (let n = 0; n < 5000; n += 1) memory.add(`c${n}`, call(n));
  expect(memory.state()).toHaveLength(500);
  expect(memory.get('c4999')).toEqual(call(4999));
  expect(memory.get('c0')).toBeUndefined();
});

it('goes on from a state that was written when calls were kept by the keys of their records', () => {
  const at = (second: number): string => `2026-03-08T07:00:0${second}.000Z`;
  const first = new CodexParser('t.jsonl', undefined, () => {});
  first.line({ timestamp: at(0), type: 'session_meta', payload: { id: 't' } }, 1);
  const made = { type: 'function_call', call_id: 'c1', name: 'shell' };
  first.line({ timestamp: at(1), type: 'response_item', payload: made }, 2);
  const { calls, ...state } = JSON.parse(first.state()) as { calls: [string, Record<string, unknown>][] };
  const earlier = calls.map(([, { key, ...open }]) => [key, open]);
  const then = new CodexParser('t.jsonl', JSON.stringify({ ...state, calls: earlier }), () => {});
  const ended = { type: 'function_call_output', call_id: 'c1', output: 'Exit code: 0' };
  then.line({ timestamp: at(3), type: 'response_item', payload: ended }, 3);
  expect(then.taken().toolCalls).toMatchObject([{ key: 't#c1', tool: 'shell', outcome: 'ok', durationMs: 2000 }]);
});
