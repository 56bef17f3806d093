export type { ImportOptions, ImportProgress, ImportSummary } from './importUsage.ts';
export { importUsage } from './importUsage.ts';
export { readTranscript } from './readTranscript.ts';
export type { Field, Fields, ReadPlan } from './scanner/fieldTable.ts';
export { transcriptHead } from './transcriptHead.ts';
export type { TranscriptParser, TranscriptParserOf } from './TranscriptParser.ts';
export type { ReadOptions, SourceFile, UsageSource } from './UsageSource.ts';
export type { WatchOptions } from './watchUsage.ts';
export { watchUsage } from './watchUsage.ts';
