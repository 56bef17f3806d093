import { isOneRequest } from '../model/usageGrain.ts';
import type { CompiledRow } from './compiledRow.ts';
import { isInWindow } from './isInWindow.ts';
import type { PriceMatch, PriceQuery } from './PriceMatch.ts';

/** Index of the first time band that contains the request's time, 1-based; 0 = none, or several requests at unknown times. */
const timeBandOf = ({ timeBands }: CompiledRow, query: PriceQuery): number =>
  isOneRequest(query.grain)
    ? timeBands.findIndex(({ windows }) => windows.some((window) => isInWindow(window, query.atMs))) + 1
    : 0;

/**
 * What a row that holds charges for a request: its time band by the request's own time, its tier by the whole prompt. `trace` says how the row was
 * found. Usage of several requests is priced outside of all time bands and below the first threshold, and says where that is an assumption (`isAssumed`).
 */
export function matchedPrice(query: PriceQuery, found: CompiledRow, trace: readonly string[]): PriceMatch {
  const { row, timeBands, webSearchPico } = found;
  const steps = [...trace, `price '${row.id}' holds, published ${row.knownFrom}`];
  const timeBand = timeBandOf(found, query);
  const { rates, tiers } = timeBands[timeBand - 1] ?? found;
  let isAssumed = !isOneRequest(query.grain) && timeBands.length > 0;
  if (timeBands.length > 0) {
    steps.push(
      isOneRequest(query.grain)
        ? `its time is in time band ${timeBand} of ${timeBands.length}`
        : 'usage of several requests: their times are unknown, priced outside of all time bands',
    );
  }
  const prompt = query.inputTokens + query.cacheReadTokens + query.cacheWrite5mTokens + query.cacheWrite1hTokens;
  let promptBand = 0;
  let bounds: Pick<PriceMatch, 'promptFrom' | 'promptBelow'> = {};
  if (isOneRequest(query.grain) && tiers.length > 0) {
    promptBand = tiers.filter(({ fromPrompt }) => prompt >= fromPrompt).length;
    const [tier, next] = [tiers[promptBand - 1], tiers[promptBand]];
    bounds = { ...(tier && { promptFrom: tier.fromPrompt }), ...(next && { promptBelow: next.fromPrompt }) };
    steps.push(`prompt of ${prompt} tokens is in band ${promptBand} of ${tiers.length}`);
  } else if (prompt >= (tiers[0]?.fromPrompt ?? Number.POSITIVE_INFINITY)) {
    isAssumed = true;
    steps.push('usage of several requests: their prompt sizes are unknown, priced below the first threshold');
  }
  const held = tiers[promptBand - 1]?.rates ?? rates;
  const match = { row, rates: held, promptBand, ...bounds, timeBand, webSearchPico, trace: steps };
  return isAssumed ? { ...match, isAssumed } : match;
}
