/** Which sessions a reset is about: those of one run, of one workspace's runs, or all. */
export type ResetScope = { source: string; run: string } | { workspace: string } | 'all';
