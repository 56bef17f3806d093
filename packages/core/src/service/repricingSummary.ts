import { exactUsd } from '../metrics/exactUsd.ts';
import type { RepricedModel, Repricing } from '../model/Repricing.ts';

/** What pricing the requests of one model anew did, or would do; what has no price adds nothing to the amounts. */
export interface RepricedModelSummary extends Omit<RepricedModel, 'oldPico' | 'newPico'> {
  /** What they cost before, USD, exact. */
  oldUsd: string;
  /** What they cost now, USD, exact. */
  newUsd: string;
  /** `newUsd` − `oldUsd`, USD, exact. */
  differenceUsd: string;
}

/** What a repricing did, or would do, as plain data: amounts are exact decimal text. */
export interface RepricingSummary extends Omit<Repricing, 'models'> {
  /** By model, the largest difference first. A run that goes on counts what it looks at itself. */
  models: RepricedModelSummary[];
}

/**
 * A store's repricing with its amounts in USD.
 *
 * @example
 * const counts = { model: 'm', requests: 1, changed: 1, filled: 0, unpriced: 0, kept: 0 };
 * const models = [{ ...counts, oldPico: 1_500_000_000_000n, newPico: 7n }];
 * repricingSummary({ run: 1, dryRun: false, stopped: false, models, sealedRequests: 0 }).models[0].differenceUsd // => '-1.499999999993'
 */
export function repricingSummary({ models, ...of }: Repricing): RepricingSummary {
  return {
    ...of,
    models: models.map(({ oldPico, newPico, ...model }) => ({
      ...model,
      oldUsd: exactUsd(oldPico),
      newUsd: exactUsd(newPico),
      differenceUsd: exactUsd(newPico - oldPico),
    })),
  };
}
