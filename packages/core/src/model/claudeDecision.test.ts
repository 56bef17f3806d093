import { expect, it } from 'vitest';

import { claudeDecision } from './claudeDecision.ts';

it.each([
  [{ decision: 'accept', source: 'user_temporary' }, true, true],
  [{ decision: 'accept', source: 'user_permanent' }, true, true],
  [{ decision: 'reject', source: 'user_reject' }, false, true],
  [{ decision: 'reject', source: 'user_abort' }, false, true],
  [{ decision: 'accept', source: 'config', reasonType: 'rule', ruleSource: 'cliArg' }, true, false],
  [{ decision: 'accept', source: 'classifier' }, true, false],
  [{ decision: 'reject', source: 'hook', reasonType: 'hook' }, false, false],
  [{ decision: 'reject', source: 'config', reasonCode: 'bashMiss:no-rule-match' }, false, false],
  // A rule of the session's and one of the user's.
  [{ decision: 'accept', source: 'user_temporary', reasonType: 'rule' }, true, false],
  [{ decision: 'reject', source: 'user_reject', reason_type: 'rule' }, false, false],
])('%o is a decision', (stated, isAccepted, isByPerson) => {
  expect(claudeDecision(stated)).toEqual({ isAccepted, isByPerson });
});

it.each([
  undefined,
  null,
  'accept',
  {},
  { decision: 'accept' },
  { decision: 'accept', source: 'unknown' },
  { decision: 'reject', source: 'invalid_input' },
  { decision: 'cancelled', source: 'user_abort' },
  { decision: 7, source: ['user_temporary'] },
])('%o is none', (stated) => {
  expect(claudeDecision(stated)).toBeUndefined();
});
