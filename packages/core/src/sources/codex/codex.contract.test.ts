import { sourceContract } from '../../testing/sourceContract.ts';
import { codexLines } from '../exampleTranscripts.ts';
import { codex } from './index.ts';

const content = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const own = '019d7e2f-0041-7310-951c-94020254dfc9';
const other = '019d7e30-0041-7310-951c-94020254dfc9';

sourceContract('codex', {
  create: (paths) => codex({ paths }),
  files: [
    { name: `rollout-2026-03-08T06-59-00-${own}.jsonl`, content: content(codexLines) },
    // A fork of the fork: the same history, then turns of its own.
    {
      name: `rollout-2026-03-08T07-59-00-${other}.jsonl`,
      content: content([
        codexLines[0]!.replace(own, other).replace(/"forked_from_id":"[^"]*"/, `"forked_from_id":"${own}"`),
        ...codexLines,
        ...codexLines.slice(15).map((line) => line.replaceAll('019d7e2f-0', '019d7e31-0')),
      ]),
    },
    // Without a `session_meta`, as when its beginning was lost.
    { name: 'rollout-lost.jsonl', content: content(codexLines.slice(5)) },
  ],
  texts: ['Process exited with code 2', '*** Begin', 'patch rejected by user'],
});
