import { UsageError } from '../errors.ts';
import { aiSdkStep, type StepsBefore } from './aiSdkStep.ts';
import { assertDescribed } from './assertDescribed.ts';
import { assertMeant } from './assertMeant.ts';
import { fieldsOf, itemsOf } from './eventFields.ts';
import { mergedBatch } from './mergedBatch.ts';
import { quietly } from './quietly.ts';
import type { RecordedAs } from './recordedAs.ts';
import type { RecorderContext } from './RecorderContext.ts';
import { REQUEST_FIELDS } from './recordedRequest.ts';
import { waited } from './waited.ts';
import { waitMsOf } from './waitMsOf.ts';

/** What the calls of an AI SDK function are recorded as. */
export interface AiSdkOptions extends RecordedAs {
  /** The conversation, as the application knows it. */
  session: string | number;
  /** Told of what could not be recorded; the recorder's own when absent. */
  onError?: ((error: unknown) => void) | undefined;
  /** How long the SDK waits for a write before it goes on without it, ms; 2,000 when absent. The write goes on, too. */
  waitMs?: number | undefined;
  /** Every other field is a dimension, of grain `request` where it was not declared otherwise: `user`, `endpoint`, … Text, or whole numbers. */
  [dimension: string]: unknown;
}

const OWN = [...REQUEST_FIELDS, 'onError', 'waitMs'];
/** Fields of a request that each step states itself. */
const OF_STEP = ['key', 'at', 'usage', 'status'];

/**
 * A callback that records what the Vercel AI SDK tells of its model calls: pass it as `onStepFinish` (`onStepEnd`), or as `onFinish` (`onEnd`), whose event holds all
 * steps; both together count once, because a response is known again (`aiSdkIdentity`). It takes the events of versions 4 to 7 of `generateText`, `streamText`, `generateObject`
 * and `streamObject`. Where a call has no callback, or none that knows whether there is an object, pass it the result, or the `NoObjectGeneratedError`.
 *
 * One callback may serve several prompts, as that of an `Agent` does: each begins a turn. All of them are of the session and the dimensions in `options`, so a program that serves several
 * conversations makes one for each call.
 *
 * The callback never throws into the application's stream: errors go to `onError`, and what could not be written is kept for `flush`.
 *
 * @throws UsageError `invalid_argument` for options that are none, at once
 */
export function aiSdk(context: RecorderContext, options: AiSdkOptions): (event: unknown) => Promise<void> {
  assertDescribed(options);
  const names = Object.keys(options).filter((name) => !OWN.includes(name));
  for (const name of names) if (context.declared.every((of) => of.name !== name)) assertMeant(name, OWN);
  const stated = OF_STEP.find((name) => (options[name] ?? undefined) !== undefined);
  if (stated) throw new UsageError('invalid_argument', `'${stated}' is no option: each step of the AI SDK states it`);
  const waitMs = waitMsOf(options);
  const before: StepsBefore = { hosted: new Map() };
  const report = quietly(options.onError ?? context.onError);
  return async (event) => {
    try {
      const { onError: _, waitMs: __, ...descriptor } = options;
      if (typeof event !== 'object' || event === null) {
        throw new UsageError(
          'invalid_argument',
          `no event of the AI SDK: it is ${event === null ? 'null' : typeof event}`,
        );
      }
      const steps = itemsOf(fieldsOf(event)['steps']);
      const batches = (steps.length > 0 ? steps : [fieldsOf(event)]).flatMap((step) => {
        try {
          return [aiSdkStep(context, descriptor, step, before, report)];
        } catch (error) {
          report(error);
          return [];
        }
      });
      if (batches.length > 0) await waited(context.queue.writeLater(mergedBatch(batches), {}, report), waitMs);
    } catch (error) {
      report(error instanceof Error ? error : new UsageError('invalid_argument', 'not an event of the AI SDK'));
    }
  };
}
