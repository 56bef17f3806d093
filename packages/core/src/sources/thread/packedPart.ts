import type { UsageBatch } from '../../model/UsageBatch.ts';
import type { ReadPart } from '../ReadPart.ts';
import { type PackedRequests, packedRequests, unpackedRequests } from './packedRequests.ts';
import { type PackedToolCalls, packedToolCalls, unpackedToolCalls } from './packedToolCalls.ts';

/** A part as it goes from the reading thread to the one that writes. */
export interface PackedPart extends Omit<ReadPart, 'batch'> {
  batch: Omit<UsageBatch, 'requests' | 'toolCalls'>;
  requests: PackedRequests;
  toolCalls: PackedToolCalls;
}

export function packedPart({ batch: { requests, toolCalls, ...batch }, ...part }: ReadPart): PackedPart {
  return { ...part, batch, requests: packedRequests(requests), toolCalls: packedToolCalls(toolCalls) };
}

/** The buffers of a part, which are handed over instead of copied. */
export function buffersOf({ requests, toolCalls }: PackedPart): ArrayBuffer[] {
  const arrays: (Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>)[] = [
    requests.keys.ends,
    requests.ownerOf,
    requests.numbers,
  ];
  arrays.push(toolCalls.keys.ends, toolCalls.ownerOf, toolCalls.kindOf, toolCalls.numbers);
  return arrays.map((array) => array.buffer);
}

export function unpackedPart({ batch, requests, toolCalls, ...part }: PackedPart): ReadPart {
  return {
    ...part,
    batch: { ...batch, requests: unpackedRequests(requests), toolCalls: unpackedToolCalls(toolCalls) },
  };
}
