import { objectOf, textOf } from './unknownFields.ts';

/** How the question was answered whether a call may run. */
export interface ClaudeDecision {
  isAccepted: boolean;
  /** By a person, or the program that asks in a person's place; else by a rule, a mode, a hook or a classifier. */
  isByPerson: boolean;
}

const RULES = ['config', 'hook', 'classifier'];

/**
 * What Claude Code of late records of a call's permission beside its result: `permissionDecision` of a line, `permission_decision` of an SDK's message. `undefined` where
 * it does not say who decided, or that nobody did: a call of wrong input, or one that was cut off while it waited.
 *
 * @example
 * claudeDecision({ decision: 'accept', source: 'user_temporary' }) // => { isAccepted: true, isByPerson: true }
 */
export function claudeDecision(stated: unknown): ClaudeDecision | undefined {
  const of = objectOf(stated);
  const [decision, source] = [textOf(of?.['decision']), textOf(of?.['source'])];
  if (decision !== 'accept' && decision !== 'reject') return undefined;
  const isUsers = source.startsWith('user_');
  if (!isUsers && !RULES.includes(source)) return undefined;
  // A rule of the user's own, or of the session, has the source of whoever made it; the reason tells it from an answer.
  const isByRule = textOf(of?.['reasonType']) !== '' || textOf(of?.['reason_type']) !== '';
  return { isAccepted: decision === 'accept', isByPerson: isUsers && !isByRule };
}
