import { recordedText } from './recordedText.ts';

/** Own fields of everything that is recorded with a model. */
export const RECORDED_AS = [
  'model',
  'provider',
  'serviceTier',
  'speed',
  'residency',
  'kind',
  'project',
  'workspace',
  'parent',
  'run',
] as const;

/** What a recorded session or request is called. Texts; absent, `null` and `undefined` are unknown. */
export type RecordedAs = { [name in (typeof RECORDED_AS)[number]]?: string | null | undefined };

/**
 * The names of a descriptor, `''` where it has none. The project is the workspace where none is named; whoever works is the session's `main` agent.
 *
 * @throws UsageError `invalid_argument`
 * @example
 * recordedAs({ workspace: 'crm' }).project // => 'crm'
 */
export function recordedAs(descriptor: RecordedAs): Record<(typeof RECORDED_AS)[number], string> {
  const named = Object.fromEntries(RECORDED_AS.map((name) => [name, recordedText(name, descriptor[name])])) as Record<
    (typeof RECORDED_AS)[number],
    string
  >;
  return { ...named, project: named.project || named.workspace, kind: named.kind || 'main' };
}
