import type { UsageBatch } from '../model/UsageBatch.ts';
import { variantOf } from '../pricing/variantOf.ts';
import { aiSdkCacheMode } from './aiSdkCacheMode.ts';
import { aiSdkEngaged } from './aiSdkEngaged.ts';
import { aiSdkIdentity } from './aiSdkIdentity.ts';
import { aiSdkModel } from './aiSdkModel.ts';
import { aiSdkProvider } from './aiSdkProvider.ts';
import { aiSdkStatus } from './aiSdkStatus.ts';
import { aiSdkToolKey } from './aiSdkToolKey.ts';
import { aiSdkToolCalls } from './aiSdkToolCalls.ts';
import { aiSdkUsage } from './aiSdkUsage.ts';
import { fieldsOf, firstText } from './eventFields.ts';
import { grainValues } from './grainValues.ts';
import { isCacheUntold } from './isCacheUntold.ts';
import { beginsCall, isFirstStep } from './isFirstStep.ts';
import { isNoObjectError } from './isNoObjectError.ts';
import { type RecordedAs, recordedAs } from './recordedAs.ts';
import type { RecorderContext } from './RecorderContext.ts';
import { recordedRequest, REQUEST_FIELDS } from './recordedRequest.ts';

/** What a handler remembers of the steps it was told of. */
export interface StepsBefore {
  /** Key of the response that was the first after the prompt, when it is known. */
  first?: string;
  /** The response that was told of last, when it began, ms, provider and model that were named of it, `''` = none, and whether anything that was told of it had whole counts. */
  last?: { key: string; atMs: number; sdkProvider: string; askedModel: string; isWhole: boolean };
  /** Keys of the last calls that the provider runs, by ids that may repeat. */
  hosted: Map<string, string>;
}

/** What a step is recorded as; every further field is a dimension. */
export interface StepDescriptor extends RecordedAs {
  session: string | number;
  [dimension: string]: unknown;
}

/**
 * The records of one AI SDK step: a request and those hidden in it, its tool calls, its turn, and how its session stands. Of texts it takes names and ids only.
 *
 * @param descriptor session, names and dimensions of the request
 * @param before the handler's memory, which the step is added to
 * @param report is told of what was left out
 * @throws UsageError `invalid_argument`
 */
export function aiSdkStep(
  context: Pick<RecorderContext, 'source' | 'declared' | 'now' | 'responses'>,
  descriptor: StepDescriptor,
  step: Record<string, unknown>,
  before: StepsBefore,
  report: (error: unknown) => void,
): UsageBatch {
  const nowMs = context.now();
  const { key, atMs } = aiSdkIdentity(context.responses, step, String(descriptor.session), nowMs);
  const last = before.last?.key === key ? before.last : undefined;
  const response = fieldsOf(step['response']);
  // Steps of objects name provider and model beside the response.
  const asked = fieldsOf(step['model'] ?? step);
  const metadata = fieldsOf(step['providerMetadata'] ?? step['experimental_providerMetadata']);
  const named = firstText(asked['provider']);
  const sdkProvider = firstText(named, last?.sdkProvider);
  const askedModel = firstText(asked['modelId'], last?.askedModel);
  const answered = firstText(response['modelId'], askedModel);
  const model = firstText(descriptor.model, aiSdkModel(answered, askedModel));
  const provider = firstText(descriptor.provider, aiSdkProvider(sdkProvider, metadata, answered, askedModel));
  const hostNamed = firstText(descriptor.provider);
  const told = aiSdkUsage(step['usage'], metadata, sdkProvider, answered, response['body'], hostNamed);
  const { counts, speed, residency } = told;
  const quality = isCacheUntold(step, sdkProvider, answered, hostNamed) ? 'partial' : told.quality;
  const tier = firstText(descriptor.serviceTier, told.serviceTier);
  const cachedTokens = counts.cacheReadTokens + counts.cacheWrite5mTokens + counts.cacheWrite1hTokens;
  const usages = [fieldsOf(step['usage'])['raw'], fieldsOf(response['body'])['usage']].map((of) => fieldsOf(of));
  const cacheMode = variantOf(tier) === '' ? aiSdkCacheMode(provider, usages, cachedTokens) : '';

  const isMain = recordedAs(descriptor).kind === 'main';
  // Work that an agent gives to another is no prompt of a person, and the session goes on after it.
  const { status, statusPosition } = isMain ? aiSdkStatus(step) : { status: undefined, statusPosition: 0 };
  const batch = recordedRequest(context, {
    ...descriptor,
    key,
    at: atMs,
    usage: {},
    model,
    provider,
    serviceTier: [cacheMode || tier, told.modality].filter(Boolean).join('+'),
    speed: firstText(descriptor.speed, speed),
    residency: firstText(descriptor.residency, residency),
    status,
  });
  const isWhole = quality === 'final';
  // The end of a call for an object, its result and its error name no provider, though its step did: the step holds, then what it is remembered for, unless counts are whole elsewhere alone.
  const revision = (isWhole ? 3 : 0) + Number(sdkProvider !== '') + Number(named !== '');
  const request = { ...batch.requests[0], revision };
  const sessions = [{ ...batch.sessions[0], lastAtMs: nowMs, statusPosition }];
  // The error of a step that was told before adds how the session stands, and counts where the step had no whole ones: but with version 4 its usage is that of all steps.
  if (isNoObjectError(step) && last) {
    const isBetter = isWhole && !last.isWhole && !('promptTokens' in fieldsOf(step['usage']));
    return { ...batch, requests: isBetter ? [{ ...request, ...counts, quality }] : [], sessions };
  }
  before.first ??= key;
  const isFirst = isFirstStep(step) ?? before.first === key;
  const promptCount = isFirst ? 1 : 0;
  const engaged = aiSdkEngaged(step, beginsCall(step) === false ? atMs - (before.last?.atMs ?? atMs) : 0);
  before.last = { key, atMs, sdkProvider, askedModel, isWhole: isWhole || last?.isWhole === true };
  told.faults.forEach(report);
  const own = { session: request.session, claim: request.claim };
  const dimensions = grainValues(descriptor, REQUEST_FIELDS, context.declared, 'request').call;
  const hidden = { ...request, quality, webSearchRequests: 0 };
  return {
    ...batch,
    requests: [
      { ...request, ...counts, quality },
      ...told.compactions.map((tokens, i) => ({ ...hidden, ...tokens, key: `${request.key}#compaction${i}` })),
      ...told.advisors.map(({ tokens, ...of }, i) => ({
        ...hidden,
        ...tokens,
        ...of,
        key: `${request.key}#advisor${i}`,
        kind: 'advisor',
      })),
    ],
    turns:
      isMain && (promptCount > 0 || engaged.engagedMs > 0)
        ? [{ ...own, ...engaged, key: request.key, atMs, promptCount }]
        : [],
    toolCalls: aiSdkToolCalls(step).map(({ id, isHosted, isCalled, ...call }) => ({
      ...own,
      ...call,
      key: aiSdkToolKey(request, { id, isHosted, isCalled }, before.hosted),
      atMs,
      model,
      callCount: 1,
      dimensions,
    })),
    sessions,
  };
}
