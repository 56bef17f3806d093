export type { AiSdkOptions } from './aiSdk.ts';
export type { ClaudeAgentOptions } from './claudeAgent.ts';
export { type Recorder, recorder, type RecorderOptions } from './recorder.ts';
export type { RequestDescriptor } from './recordedRequest.ts';
export type { RecordedUsage, SessionUsage, StatedCount } from './RecordedUsage.ts';
export type { RunDescriptor, StartedRun } from './startedRun.ts';
export type { SessionDescriptor, StartedSession } from './startedSession.ts';
