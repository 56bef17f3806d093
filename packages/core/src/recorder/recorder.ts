import { UsageError } from '../errors.ts';
import type { Dimension } from '../model/Dimension.ts';
import type { RequestPricing } from '../storage/UsageStore.ts';
import { aiSdk, type AiSdkOptions } from './aiSdk.ts';
import { claudeAgent, type ClaudeAgentOptions } from './claudeAgent.ts';
import { knownAgents } from './KnownAgents.ts';
import { quietly } from './quietly.ts';
import { RecentMap } from './RecentMap.ts';
import type { RecorderContext } from './RecorderContext.ts';
import { recordedRequest, type RequestDescriptor } from './recordedRequest.ts';
import { type RunDescriptor, type StartedRun, startedRun } from './startedRun.ts';
import { type SessionDescriptor, type StartedSession, startedSession } from './startedSession.ts';
import { statedRevision } from './statedRevision.ts';
import { type RecorderStore, writeQueue } from './writeQueue.ts';

/** What a recorder writes to, and how. */
export interface RecorderOptions {
  store: RecorderStore;
  /** Prices what states no cost of its own. Dimensions of a request have under them those that were stated of its session with it. */
  price: RequestPricing;
  /** Source id of what is recorded; `recorder` when absent. */
  source?: string;
  /** The present, ms; the system's clock when absent. */
  now?: () => number;
  /** The host's dimensions: their grain says which records carry them, their order which values exist. */
  dimensions?: readonly Dimension[];
  /** Told of failed writes that no caller waits for, which are kept, and written by {@link Recorder.flush}; and once of each dimension that is recorded without being declared. */
  onError?: (error: unknown) => void;
}

/** Records live usage into a store: of whole sessions, or of single model calls. Needs no `node:`; runs on the edge. */
export interface Recorder {
  /** Begins a run: sessions that are launched together. */
  run(descriptor?: RunDescriptor): StartedRun;
  /** Begins a session that is recorded as a whole, outside of any run. */
  start(descriptor: SessionDescriptor): StartedSession;
  /** Records one model call, and settles when it is written. */
  request(descriptor: RequestDescriptor): Promise<void>;
  /**
   * A callback for `onStepFinish`, `onFinish` and their like of the Vercel AI SDK, versions 4 to 7. It never throws.
   *
   * @throws UsageError `invalid_argument` for options that are none
   */
  aiSdk(options: AiSdkOptions): (event: unknown) => Promise<void>;
  /**
   * A handler for the messages of one `query()` of the Claude Agent SDK, or of one `claude -p --output-format stream-json`, in their order. It never throws.
   *
   * @throws UsageError `invalid_argument` for options that are none
   */
  claudeAgent(options?: ClaudeAgentOptions): (message: unknown) => Promise<void>;
  /** Waits until everything is written, and the rollups are up to date; what failed in the background is tried again. Rejects when that fails. */
  flush(): Promise<void>;
}

/**
 * A recorder over a store. All writes are joins: any repetition and order of them, from any number of processes, gives the same ledger.
 *
 * Calls throw (or reject with) a UsageError: `invalid_argument` for bad input, `store_…` when the store cannot be written; the same call can then be made again.
 */
export function recorder({
  store,
  price,
  source = 'recorder',
  now = Date.now,
  dimensions = [],
  onError = () => {},
}: RecorderOptions): Recorder {
  const told = quietly(onError);
  const wholeMs = (): number => Math.max(0, Math.floor(now()));
  const undeclared = new Set<string>();
  let revision = 0;
  const context: RecorderContext = {
    source,
    price,
    queue: writeQueue(store, price, wholeMs, told),
    declared: dimensions,
    undeclared: (name) => {
      if (undeclared.has(name)) return;
      undeclared.add(name);
      const what = `the dimension '${name}' is recorded, but not declared`;
      told(new UsageError('unknown_dimension', `${what}: its values are kept, and no query can name it until it is`));
    },
    now: wholeMs,
    agents: knownAgents(),
    responses: new RecentMap(),
    onError: told,
  };
  return {
    run: (descriptor) => startedRun(context, descriptor),
    start: (descriptor) => startedSession(context, descriptor),
    request: async (descriptor) => {
      const batch = recordedRequest(context, descriptor);
      const [request] = batch.requests;
      // Of calls in several processes the latest is known so; two of one instant in one process follow each other.
      revision = Math.max(revision + 1, statedRevision(wholeMs(), request));
      request.revision = revision;
      await context.queue.write(batch, {});
    },
    aiSdk: (options) => aiSdk(context, options),
    claudeAgent: (options) => claudeAgent(context, options),
    flush: () => context.queue.flush(),
  };
}
