import fc from 'fast-check';
import { expect, it } from 'vitest';

import { SummaryCards } from '../dashboard/SummaryCards.tsx';
import { costSeries } from '../figures/costSeries.ts';
import { modelPalette } from '../figures/modelPalette.ts';
import { formatsOf } from '../format/useFormats.ts';
import { analyticsOfCosts } from '../testing/analyticsOfCosts.ts';
import { renderedStatic } from '../testing/renderedStatic.tsx';
import { seriesDatum, seriesNote, seriesTable, seriesTakeaway } from './costOverTimeWords.ts';

const formats = formatsOf('en-US');
const NANO_PER_CENT = 1e7;
/** Whole cents of an amount as it is shown; what is less than one is none. */
const shownCents = (text: string): number =>
  text.startsWith('<') ? 0 : Math.round(Number(text.replaceAll(/[$,]/g, '')) * 100);

/** Amounts of which many lie halfway between two cents. */
const nano = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: 1n, max: 3n * 10n ** 10n }),
  fc.bigInt({ min: 0n, max: 4000n }).map((half) => half * 5_000_000n),
);
const costs = fc
  .integer({ min: 1, max: 5 })
  .chain((models) =>
    fc.array(fc.array(fc.option(nano, { freq: 6 }), { minLength: models, maxLength: models }), {
      minLength: 2,
      maxLength: 12,
    }),
  )
  .map((days) => [...days, days[0]!.map(() => 10_000_000_001n)]);

it('a day has one figure on the page, within half a cent, and the parts of a row add up to it', () => {
  fc.assert(
    fc.property(costs, (days) => {
      const data = analyticsOfCosts(days);
      const series = costSeries(data, modelPalette(data), 'cost');
      const { columns, rows, total } = seriesTable(series, formats);
      const at = columns.indexOf('Total');
      data.series.forEach((point, i) => {
        const cells = rows[i]!;
        const shown = cells[at]!;
        expect(shown).toBe(formats.money(point.cost.usd));
        const { label, tip, readout } = seriesDatum(series, i, null, formats);
        expect([tip.total?.value, readout.value]).toEqual([shown, shown]);
        expect(label).toContain(`: ${shown}`);
        const missing = point.cost.nanoUsd === null;
        expect(shown === 'no price').toBe(missing);
        expect(cells.join(' ').includes('$') && missing).toBe(false);
        const truth = Number(point.cost.nanoUsd ?? 0) / NANO_PER_CENT;
        const whole = missing ? 0 : shownCents(shown);
        expect(Math.abs(whole - truth)).toBeLessThanOrEqual(0.5 + 1e-9);
        const parts = cells.slice(1, at).filter((cell) => cell.startsWith('$'));
        expect(parts.reduce((sum, cell) => sum + shownCents(cell), 0)).toBe(whole);
      });
      const parts = total!.slice(1, at);
      expect(parts.reduce((sum, cell) => sum + shownCents(cell), 0)).toBe(shownCents(total![at]!));
    }),
    { numRuns: 300 },
  );
});

it('the card and the chart name the same peak and the same total', () => {
  fc.assert(
    fc.property(costs, (days) => {
      const data = analyticsOfCosts(days);
      const series = costSeries(data, modelPalette(data), 'cost');
      const { html } = renderedStatic(<SummaryCards data={data} />);
      const card = html.slice(html.indexOf('Total cost'), html.indexOf('Total tokens')).replaceAll('&lt;', '<');
      const dearest = data.series.toSorted((a, b) => (b.cost.usd ?? -1) - (a.cost.usd ?? -1))[0]!;
      const money = formats.money(dearest.cost.usd);
      expect(card).toContain(`The peak was ${formats.day(dearest.start)}, ${money}.`);
      expect(seriesTakeaway(series, formats)).toContain(`The peak was ${formats.weekdayDay(dearest.start)}, ${money}.`);
      expect(card).toContain(`>${formats.money(data.cost.usd)}<`);
      expect(seriesNote(series, formats)).toContain(`Bars add up to ${formats.money(data.cost.usd)}`);
    }),
    { numRuns: 100 },
  );
});

it('says when days that are rounded one by one come to something else than the total', () => {
  const data = analyticsOfCosts([[14_000_000n], [14_000_000n], [14_000_000n]]);
  const series = costSeries(data, modelPalette(data), 'cost');
  expect(seriesTable(series, formats).rows.map((row) => row[2])).toEqual(['$0.01', '$0.01', '$0.01']);
  expect(seriesNote(series, formats)).toBe('Bars add up to $0.04 ($0.03 when each is rounded).');
});

it('a day without a price is no day of $0, for the mean of its weekday neither', () => {
  const busy = [20_000_000_000n];
  const days = Array.from({ length: 21 }, (_, i) => (i % 7 === 2 ? busy : [10_000_000_000n]));
  days[9] = [null] as never;
  const data = analyticsOfCosts(days);
  const series = costSeries(data, modelPalette(data), 'cost');
  expect(seriesTakeaway(series, formats)).toMatch(/run hottest, \$20\.00 on average\./);
  const unknown = seriesDatum(series, 9, null, formats);
  expect(unknown.label).toMatch(
    /: no price, \d+ sessions\. model-0 no price\. 700 tokens incl\. cache without a price, not in cost\.$/,
  );
  expect(unknown.tip.total).toEqual({ label: 'Total', value: 'no price' });
  const { html } = renderedStatic(<SummaryCards data={data} />);
  expect(html).toContain('$11.00 a day with a price.');
});

it('a slot with usage of both kinds says what it cost and what has no price', () => {
  const data = analyticsOfCosts([
    [20_000_000n, null],
    [20_000_000n, 0n],
  ]);
  const series = costSeries(data, modelPalette(data), 'cost');
  expect(seriesDatum(series, 0, null, formats).label).toMatch(
    /: \$0\.02 in total, .* 700 tokens incl\. cache without a price, not in cost\.$/,
  );
});
