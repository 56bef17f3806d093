import { sourceContract } from '../../testing/sourceContract.ts';
import { claudeLines } from '../exampleTranscripts.ts';
import { claudeCode } from './index.ts';

const content = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

sourceContract('claude-code', {
  create: (paths) => claudeCode({ paths }),
  files: [
    { name: 's-1.jsonl', content: content(claudeLines) },
    // Resumed under another id: history is copied without a mark.
    { name: 's-2.jsonl', content: content(claudeLines.slice(2, 12).map((line) => line.replaceAll('s-1', 's-2'))) },
    {
      name: 'agent-a1.jsonl',
      content: content(
        claudeLines.slice(7, 15).map((line) => line.replace('{', '{"isSidechain":true,"agentId":"a1",')),
      ),
    },
  ],
  texts: [
    'Fix the tests.',
    'Go on',
    '"usage":{"input_tokens":999}',
    'API Error',
    "The user doesn't want",
    'Exit code 1',
  ],
});
