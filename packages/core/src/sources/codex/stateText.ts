import type { OpenCall, ParserState, StatedResponse } from './ParserState.ts';
import { usageOf, usageSum, usageText } from './tokenUsage.ts';

/** A call; the model is left out where it is the last one of the file, the key where it is the file's thread and the id. */
type WrittenCall = [id: string, tool: string, atMs: number, hasEnded: 0 | 1, model?: string | null, key?: string];
/** A counter; it is 0 where the response came on top of the one before. */
type WrittenTotal = string | 0;
/** A response; `flags` is the sum of 1 for an event, 2 for a usage record, 4 for the turn that goes on. Both counters are one where they are equal. */
type WrittenResponse = [usage: string, flags: number, restarts: number, total: WrittenTotal, recorded?: WrittenTotal];

interface WrittenState extends Omit<ParserState, 'settings' | 'responses' | 'calls'> {
  settings: [model: string, tier: string];
  responses: WrittenResponse[];
  calls: WrittenCall[];
}

const usualKey = ({ thread }: Pick<ParserState, 'thread'>, id: string): string => `${thread?.id ?? ''}#${id}`;

function writtenCall(state: ParserState, [id, { key, atMs, tool, model, hasEnded }]: [string, OpenCall]): WrittenCall {
  const call: WrittenCall = [id, tool, atMs, hasEnded ? 1 : 0];
  const isUsual = key === usualKey(state, id);
  if (model !== state.model || !isUsual) call.push(model === state.model ? null : model);
  if (!isUsual) call.push(key);
  return call;
}

function readCall(state: WrittenState, [id, tool, atMs, hasEnded, model, key]: WrittenCall): [string, OpenCall] {
  const call = { key: key ?? usualKey(state, id), atMs, tool, model: model ?? state.model };
  return [id, hasEnded === 1 ? { ...call, hasEnded: true } : call];
}

/** The counter after a response that came on top of another; `''` where that is not known. */
const sumOf = (before: string | undefined, usage: string): string =>
  before ? usageText(usageSum(usageOf(before), usageOf(usage))) : '';

function writtenResponse(of: StatedResponse, before: StatedResponse | undefined): WrittenResponse {
  const { usage, total, recorded, byEvent, byRecord, ofTurn, restarts } = of;
  const flags = (byEvent ? 1 : 0) + (byRecord ? 2 : 0) + (ofTurn ? 4 : 0);
  const written = (own: string, last: string | undefined): WrittenTotal =>
    own !== '' && own === sumOf(last, usage) ? 0 : own;
  const response: WrittenResponse = [usage, flags, restarts, written(total, before?.total)];
  if (recorded !== total) response.push(written(recorded, before?.recorded));
  return response;
}

function readResponses(written: readonly WrittenResponse[]): StatedResponse[] {
  const responses: StatedResponse[] = [];
  for (const [usage, flags, restarts, total, recorded] of written) {
    const before = responses.at(-1);
    const read = total === 0 ? sumOf(before?.total, usage) : total;
    responses.push({
      usage,
      total: read,
      recorded: recorded === 0 ? sumOf(before?.recorded, usage) : (recorded ?? read),
      byEvent: (flags & 1) > 0,
      byRecord: (flags & 2) > 0,
      ofTurn: (flags & 4) > 0,
      restarts,
    });
  }
  return responses;
}

/** The state of a file as it is kept: it is written with every import that reads the file, so it says nothing twice. */
export function stateText(state: ParserState): string {
  const calls = state.calls.map((call) => writtenCall(state, call));
  const responses = state.responses.map((of, i) => writtenResponse(of, state.responses[i - 1]));
  const settings: WrittenState['settings'] = [state.settings.model, state.settings.tier];
  return JSON.stringify({ ...state, settings, responses, calls } satisfies WrittenState);
}

/**
 * The state that an earlier reading ended in.
 *
 * @throws SyntaxError for what is no JSON; TypeError for JSON that is no state
 */
export function stateOf(text: string): ParserState {
  const written = JSON.parse(text) as WrittenState;
  const calls = written.calls.map((call) => readCall(written, call));
  const [model, tier] = written.settings;
  return { ...written, settings: { model, tier }, responses: readResponses(written.responses), calls };
}
