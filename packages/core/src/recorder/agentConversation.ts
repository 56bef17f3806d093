import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { objectOf, textOf } from '../model/unknownFields.ts';
import { agentCosts } from './agentCosts.ts';
import { agentCounters } from './agentCounters.ts';
import type { AgentSession } from './agentSession.ts';
import { agentStatus } from './agentStatus.ts';
import { agentToolCalls } from './agentToolCalls.ts';
import { countsOn } from './agentVersion.ts';
import type { GrainValues } from './grainValues.ts';
import type { KnownAgents } from './KnownAgents.ts';
import { roundedMs } from './roundedMs.ts';

type Fields = Record<string, unknown>;

/** What messages of one id of the SDK's say. */
export interface AgentConversation {
  readonly session: AgentSession;
  /** It counts with the counters of the id, which others may go on with; `false` before that is known. */
  isShared(): boolean;
  /** The records of a message of the agent, of one to it, of the beginning or the end of a turn. */
  taken(message: Fields, atMs: number, identity: string): Pick<UsageBatch, 'requests'> & Partial<UsageBatch>;
}

/**
 * Follows the messages of one id of the SDK's.
 *
 * @param of.counted the id whose counters these are
 * @param of.isKnown something was recorded of the id in this session before
 */
export function agentConversation(of: {
  id: string;
  counted: string;
  isKnown: boolean;
  session: AgentSession;
  atMs: number;
  report: (error: unknown) => void;
  values: GrainValues;
  known: KnownAgents;
}): AgentConversation {
  const { id, session, atMs: startedMs } = of;
  /** What tells its counters from others: the id that they go on with, or one of their own where they began anew. */
  let label = of.counted;
  let isLabelled = false;
  /** Its messages state a version whose counters go on in other processes. */
  let isCountingOn = false;
  const costs = agentCosts({
    known: of.known.bases,
    label: () => label,
    goesOn: () => isCountingOn && label === of.counted,
  });
  const counters = agentCounters({ startedMs, report: of.report, costs });
  session.counts(counters);
  const toolCalls = agentToolCalls(id, { session: session.id, startedMs, dimensions: of.values.call });
  const claim = claimKey(CLAIM_RANK.own, startedMs);
  let model = '';
  let begun: RequestRecord | undefined;
  let isCounted = false;

  /** The first message that states a version says whether counting began anew, until something was counted. */
  const begins = (init: Fields): void => {
    isCountingOn = countsOn(textOf(init['claude_code_version']));
    if (!isLabelled && !isCountingOn) label = `${id} ${textOf(init['uuid']) || startedMs}`;
    isLabelled = true;
  };
  /** What stands in for counts until there are some. */
  const standIn = (isFailed = false): RequestRecord[] => {
    // Of an agent that never started nothing else says that there was one.
    const isNothing = model === '' && !begun && (!isFailed || of.isKnown);
    if (isCounted || isNothing) return [];
    begun ??= session.begun(label, model, startedMs);
    return [begun];
  };
  const ofResult = (result: Fields, atMs: number, identity: string): ReturnType<AgentConversation['taken']> => {
    isLabelled = true;
    const fromMs = session.works(atMs);
    const counted = counters.taken(result, fromMs, identity, model);
    const requests = counted.map((each) => session.request(label, each));
    isCounted ||= requests.length > 0;
    const [used] = requests;
    if (begun && used && requests.every(({ key }) => key !== begun?.key)) requests.push(session.unused(begun, used));
    const status = agentStatus(result);
    session.ends(status, atMs);
    const origin = objectOf(result['origin'])?.['kind'];
    const turn = {
      key: `agent/${JSON.stringify([label, identity])}`,
      session: session.id,
      atMs: fromMs,
      engagedMs: roundedMs(result['duration_ms']) ?? 0,
      promptCount: origin === undefined || origin === 'human' ? 1 : 0,
      claim,
    };
    return {
      requests: [...standIn(status === 'failed'), ...requests],
      turns: [turn],
      toolCalls: toolCalls.denied(result, atMs),
    };
  };
  return {
    session,
    isShared: () => isLabelled && label === of.counted,
    taken: (message, atMs, identity) => {
      if (message['type'] === 'result') return ofResult(message, atMs, identity);
      if (message['type'] === 'system') begins(message);
      const isMain = typeof message['parent_tool_use_id'] !== 'string';
      if (isMain) {
        session.works(atMs);
        const named = textOf(message['model']) || textOf(objectOf(message['message'])?.['model']);
        if (named !== '<synthetic>') model = named || model;
      }
      return { requests: standIn(), toolCalls: toolCalls.ofMessage(message, atMs) };
    },
  };
}
