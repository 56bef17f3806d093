import type { Dimension } from '../model/Dimension.ts';
import type { RequestPricing } from '../storage/UsageStore.ts';
import type { KnownAgents } from './KnownAgents.ts';
import type { ToldResponses } from './numberedKey.ts';
import type { WriteQueue } from './writeQueue.ts';

/** What everything that records shares. */
export interface RecorderContext {
  source: string;
  queue: WriteQueue;
  price: RequestPricing;
  /** Dimensions that the host declared. */
  declared: readonly Dimension[];
  /** Is told the name of a dimension that is recorded and was not declared. */
  undeclared: (name: string) => void;
  /** The present in whole ms. */
  now: () => number;
  agents: KnownAgents;
  /** Responses of the AI SDK whose ids name them together with their times. */
  responses: ToldResponses;
  onError: (error: unknown) => void;
}
