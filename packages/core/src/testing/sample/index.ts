export type { SampleOptions } from './sampleSchedule.ts';
export { sampleTranscripts, type SampleTranscripts } from './sampleTranscripts.ts';
export type { SampleOutcome, SampleSession, SampleToolCounts, SampleTruth, SampleUsage } from './SampleTruth.ts';
export type { SampleFile } from './SessionPlan.ts';
