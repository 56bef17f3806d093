import { UsageError } from '../errors.ts';

/** Whether something is an object with these methods. */
const can = (part: unknown, methods: readonly string[]): boolean =>
  typeof part === 'object' &&
  part !== null &&
  methods.every((name) => typeof (part as Record<string, unknown>)[name] === 'function');

/**
 * Asserts that an option is a part that can do what is asked of it.
 *
 * @param option how it is written, as `usagekit({ store })`
 * @param methods what it is known by
 * @param what it takes, in words
 * @throws UsageError `invalid_argument`
 */
export function assertPart(option: string, part: unknown, methods: readonly string[], what: string): void {
  if (!can(part, methods)) throw new UsageError('invalid_argument', `${option} takes ${what}`);
}

/**
 * @param of the function that takes it
 * @throws UsageError `invalid_argument` for what is no `UsageStore`
 */
export function assertStore(of: string, store: unknown): void {
  const methods = ['declare', 'extent', 'write'];
  assertPart(`${of}({ store })`, store, methods, 'a store: sqliteStore, postgresStore or another');
}

/**
 * @param of the function that takes them
 * @throws UsageError `invalid_argument` for what is no list of `UsageSource`
 */
export function assertSources(of: string, sources: unknown): void {
  if (Array.isArray(sources) && sources.every((source) => can(source, ['roots', 'files', 'read']))) return;
  throw new UsageError('invalid_argument', `${of}({ sources }) takes a list of sources, as [codex()]`);
}
