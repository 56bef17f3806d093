import type { CostSeries } from '../figures/costSeries.ts';
import type { Formats } from '../format/useFormats.ts';
import type { Box } from '../parts/Box.ts';
import { stackLayout, type StackLayout } from '../parts/stackLayout.ts';

/** Cost or tokens by model as stacked bars; slots with something unpriced carry a stub while cost is shown. */
export function costOverTimeLayout(series: CostSeries, box: Box, formats: Formats): StackLayout {
  const slots = series.slots.map((slot) => ({
    values: slot.values.map((value) => value ?? 0),
    partial: slot.point.partial,
    unpriced: series.measure === 'cost' && slot.unpricedTokens > 0,
  }));
  return stackLayout(
    { parts: series.parts, slots },
    box,
    series.measure === 'cost' ? formats.moneyAxis : formats.compact,
  );
}
