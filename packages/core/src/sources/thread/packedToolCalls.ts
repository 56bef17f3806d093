import type { ToolCallRecord } from '../../model/ToolCallRecord.ts';
import { type PackedTexts, packedTexts, unpackedTexts } from './packedTexts.ts';

/** What consecutive calls have in common, as a rule. */
type Owner = Pick<ToolCallRecord, 'session' | 'model' | 'claim' | 'callCount'>;
/** What few calls differ in. */
type Kind = Pick<ToolCallRecord, 'tool' | 'outcome' | 'approval' | 'approvalSource'>;

const OWNERS_BACK = 6;
const KINDS_BACK = 40;

/** Tool calls as few large values, see `PackedRequests`. */
export interface PackedToolCalls {
  keys: PackedTexts;
  owners: Owner[];
  ownerOf: Uint32Array<ArrayBuffer>;
  kinds: Kind[];
  kindOf: Uint32Array<ArrayBuffer>;
  /** Time and duration of each. */
  numbers: Float64Array<ArrayBuffer>;
  dimensions: [at: number, values: NonNullable<ToolCallRecord['dimensions']>][];
}

function ownerAt(owners: Owner[], { session, model, claim, callCount }: ToolCallRecord): number {
  for (let i = owners.length - 1; i >= Math.max(0, owners.length - OWNERS_BACK); i -= 1) {
    const o = owners[i]!;
    if (o.claim === claim && o.session === session && o.model === model && o.callCount === callCount) return i;
  }
  return owners.push({ session, model, claim, callCount }) - 1;
}

function kindAt(kinds: Kind[], { tool, outcome, approval, approvalSource }: ToolCallRecord): number {
  for (let i = kinds.length - 1; i >= Math.max(0, kinds.length - KINDS_BACK); i -= 1) {
    const k = kinds[i]!;
    if (k.tool === tool && k.outcome === outcome && k.approval === approval && k.approvalSource === approvalSource) {
      return i;
    }
  }
  return kinds.push({ tool, outcome, approval, approvalSource }) - 1;
}

export function packedToolCalls(calls: readonly ToolCallRecord[]): PackedToolCalls {
  const owners: Owner[] = [];
  const ownerOf = new Uint32Array(calls.length);
  const kinds: Kind[] = [];
  const kindOf = new Uint32Array(calls.length);
  const numbers = new Float64Array(2 * calls.length);
  const dimensions: PackedToolCalls['dimensions'] = [];
  calls.forEach((call, i) => {
    ownerOf[i] = ownerAt(owners, call);
    kindOf[i] = kindAt(kinds, call);
    numbers[2 * i] = call.atMs;
    numbers[2 * i + 1] = call.durationMs;
    if (call.dimensions) dimensions.push([i, call.dimensions]);
  });
  return { keys: packedTexts(calls.map((call) => call.key)), owners, ownerOf, kinds, kindOf, numbers, dimensions };
}

export function unpackedToolCalls(packed: PackedToolCalls): ToolCallRecord[] {
  const { keys, owners, ownerOf, kinds, kindOf, numbers, dimensions } = packed;
  const calls = unpackedTexts(keys).map((key, i): ToolCallRecord => {
    const owner = owners[ownerOf[i]!]!;
    const kind = kinds[kindOf[i]!]!;
    return {
      key,
      session: owner.session,
      model: owner.model,
      atMs: numbers[2 * i]!,
      tool: kind.tool,
      outcome: kind.outcome,
      approval: kind.approval,
      approvalSource: kind.approvalSource,
      durationMs: numbers[2 * i + 1]!,
      callCount: owner.callCount,
      claim: owner.claim,
    };
  });
  for (const [at, values] of dimensions) calls[at]!.dimensions = values;
  return calls;
}
