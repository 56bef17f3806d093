/**
 * Which sessions a reset is about: those of one run, of one workspace's runs, or all. Usage that belongs to none (of the grains `bucket` and `sessionless`), and calls of
 * a session that made no request, stay.
 */
export type ResetScope = { source: string; run: string } | { workspace: string } | 'all';
