import type { UsageAnalytics } from '@usagekit/core';

import { shownModel } from '../figures/modelParts.ts';
import { plural } from '../format/plural.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { Swatch } from '../parts/Swatch.tsx';
import { useDomId } from '../parts/useDomId.ts';

const MAX_MODELS = 4;

function words(data: UsageAnalytics, formats: Formats): { title: string; text: string } {
  const { unpriced, unpricedTokens } = data.coverage;
  if (unpriced.length === 0) return { title: 'What the figures hold', text: 'Every request has a price.' };
  const count = unpriced.length === 1 ? '1 model' : `${unpriced.length} models`;
  const they = unpriced.length === 1 ? 'It is' : 'They are';
  return {
    title: `${count} without a price`,
    text: `${formats.compact(unpricedTokens)} tokens incl. cache are counted as tokens and left out of cost. ${they} not $0.`,
  };
}

/** What the figures hold, and what they do not know. */
export function CoverageCard({ data, span = 1 }: { data: UsageAnalytics; span?: 1 | 2 | 'all' }) {
  const formats = useFormats();
  const id = useDomId();
  const { coverage } = data;
  const { title, text } = words(data, formats);
  const hidden = coverage.unpriced.length - MAX_MODELS;
  const atMost = coverage.prices ? 'At most ' : '';
  const facts = [
    { label: 'Requests', value: formats.count(coverage.requests) },
    ...(coverage.basis['list-price'].requests > 0
      ? [{ label: 'Priced from the list', value: formats.money(coverage.basis['list-price'].usd) }]
      : []),
    ...(coverage.basis.recorded.requests > 0
      ? [{ label: 'Recorded by the agent', value: formats.money(coverage.basis.recorded.usd) }]
      : []),
    ...(coverage.assumed.usd > 0
      ? [
          {
            label: 'Assumes short prompts outside peak hours',
            value: `${atMost}${formats.money(coverage.assumed.usd)}`,
          },
        ]
      : []),
    ...(coverage.partialRequests > 0
      ? [{ label: 'Requests with a placeholder output count', value: formats.share(coverage.partialShare) }]
      : []),
  ];
  return (
    <section className="uk-card uk-figure" data-span={span} aria-labelledby={id}>
      <div className="uk-head">
        <h2 id={id}>{title}</h2>
        <p className="uk-takeaway">{text}</p>
      </div>
      <ul className="uk-facts">
        {coverage.unpriced.slice(0, MAX_MODELS).map(({ model, tokens }) => (
          <li key={`model ${model}`}>
            <Swatch kind="unknown" />
            <span>{shownModel(model)}</span>
            <b>{formats.compact(tokens)} incl. cache</b>
          </li>
        ))}
        {hidden > 0 && (
          <li>
            <span>and {plural(hidden, 'more model', formats.count(hidden))}</span>
          </li>
        )}
        {facts.map((fact) => (
          <li key={fact.label}>
            <span>{fact.label}</span>
            <b>{fact.value}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
