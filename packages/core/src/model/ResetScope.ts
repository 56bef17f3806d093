/**
 * Which sessions a reset is about: those of one run, of one workspace's runs, or all. Usage that belongs to none (of the grains `bucket` and `sessionless`) stays, and so do
 * calls of a session that made no request, unless it names a run that is reset.
 */
export type ResetScope = { source: string; run: string } | { workspace: string } | 'all';
