import type { RequestRecord } from '../../model/RequestRecord.ts';
import { type PackedTexts, packedTexts, unpackedTexts } from './packedTexts.ts';

/** What consecutive requests have in common, as a rule. */
type Owner = Pick<
  RequestRecord,
  | 'session'
  | 'provider'
  | 'model'
  | 'serviceTier'
  | 'speed'
  | 'residency'
  | 'grain'
  | 'quality'
  | 'kind'
  | 'claim'
  | 'requestCount'
  | 'webSearchRequests'
>;
/** Fields that transcripts give seldom or never. */
type Seldom = Pick<RequestRecord, 'dimensions' | 'revision' | 'recordedNanoUsd'>;

/** Numbers of a request that are its own. */
const NUMBERS = 7;
/** Owners that are compared before one is noted again. */
const OWNERS_BACK = 6;

/** Requests as few large values: many small objects cost more to hand to another thread than to make. */
export interface PackedRequests {
  keys: PackedTexts;
  owners: Owner[];
  ownerOf: Uint32Array<ArrayBuffer>;
  numbers: Float64Array<ArrayBuffer>;
  seldom: [at: number, fields: Seldom][];
}

const isOwner = (owner: Owner | undefined, r: RequestRecord): boolean =>
  owner !== undefined &&
  r.quality === owner.quality &&
  r.claim === owner.claim &&
  r.session === owner.session &&
  r.model === owner.model &&
  r.provider === owner.provider &&
  r.kind === owner.kind &&
  r.serviceTier === owner.serviceTier &&
  r.speed === owner.speed &&
  r.residency === owner.residency &&
  r.grain === owner.grain &&
  r.requestCount === owner.requestCount &&
  r.webSearchRequests === owner.webSearchRequests;

/** The owner of a request, noted when it is not among the last. */
function ownerAt(owners: Owner[], r: RequestRecord): number {
  for (let i = owners.length - 1; i >= Math.max(0, owners.length - OWNERS_BACK); i -= 1) {
    if (isOwner(owners[i], r)) return i;
  }
  const { session, provider, model, serviceTier, speed, residency, grain, quality, kind, claim } = r;
  const { requestCount, webSearchRequests } = r;
  owners.push({
    session,
    provider,
    model,
    serviceTier,
    speed,
    residency,
    grain,
    quality,
    kind,
    claim,
    requestCount,
    webSearchRequests,
  });
  return owners.length - 1;
}

export function packedRequests(requests: readonly RequestRecord[]): PackedRequests {
  const owners: Owner[] = [];
  const ownerOf = new Uint32Array(requests.length);
  const numbers = new Float64Array(requests.length * NUMBERS);
  const seldom: PackedRequests['seldom'] = [];
  requests.forEach((r, i) => {
    const at = i * NUMBERS;
    ownerOf[i] = ownerAt(owners, r);
    numbers[at] = r.atMs;
    numbers[at + 1] = r.inputTokens;
    numbers[at + 2] = r.outputTokens;
    numbers[at + 3] = r.cacheReadTokens;
    numbers[at + 4] = r.cacheWrite5mTokens;
    numbers[at + 5] = r.cacheWrite1hTokens;
    numbers[at + 6] = r.reasoningTokens;
    const { dimensions, revision, recordedNanoUsd } = r;
    if (dimensions === undefined && revision === undefined && recordedNanoUsd === undefined) return;
    seldom.push([
      i,
      {
        ...(dimensions && { dimensions }),
        ...(revision !== undefined && { revision }),
        ...(recordedNanoUsd !== undefined && { recordedNanoUsd }),
      },
    ]);
  });
  return { keys: packedTexts(requests.map((r) => r.key)), owners, ownerOf, numbers, seldom };
}

export function unpackedRequests({ keys, owners, ownerOf, numbers, seldom }: PackedRequests): RequestRecord[] {
  const requests = unpackedTexts(keys).map((key, i): RequestRecord => {
    const owner = owners[ownerOf[i]!]!;
    const at = i * NUMBERS;
    return {
      key,
      session: owner.session,
      atMs: numbers[at]!,
      provider: owner.provider,
      model: owner.model,
      serviceTier: owner.serviceTier,
      speed: owner.speed,
      residency: owner.residency,
      grain: owner.grain,
      quality: owner.quality,
      requestCount: owner.requestCount,
      webSearchRequests: owner.webSearchRequests,
      kind: owner.kind,
      inputTokens: numbers[at + 1]!,
      outputTokens: numbers[at + 2]!,
      cacheReadTokens: numbers[at + 3]!,
      cacheWrite5mTokens: numbers[at + 4]!,
      cacheWrite1hTokens: numbers[at + 5]!,
      reasoningTokens: numbers[at + 6]!,
      claim: owner.claim,
    };
  });
  for (const [at, fields] of seldom) Object.assign(requests[at]!, fields);
  return requests;
}
