import { expect, it } from 'vitest';

import { claudeToolResult } from './claudeToolResult.ts';

it.each([
  ['Command timed out after 2m 0.0s', 'timeout'],
  ['Exit code 143\nCommand timed out after 2m 0s', 'timeout'],
  ['Error: Exit code 143\nCommand timed out after 2m 0s\nso far', 'timeout'],
  ['Error: Command timed out', 'timeout'],
  ['Exit code 1\ncurl: Command timed out after 5 s', 'error'],
  ['Exit code 143', 'error'],
])('of the failed result %j the outcome is %s', (content, outcome) => {
  expect(claudeToolResult({ is_error: true, content }, {})).toEqual({ outcome, approval: 'unknown' });
  expect(claudeToolResult({ is_error: true, content: [{ type: 'text', text: content }] }, {}).outcome).toBe(outcome);
  expect(claudeToolResult({ content }, {}).outcome).toBe('ok');
});
