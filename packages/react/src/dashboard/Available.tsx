import type { RollupFamily, UsageAnalytics } from '@usagekit/core';
import type { ReactNode } from 'react';

import { unavailableWords } from '../figures/unavailableWords.ts';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { useDomId } from '../parts/useDomId.ts';

/** What {@link Available} takes. */
export interface AvailableProps {
  data: UsageAnalytics;
  /** Whose facts the chart shows. */
  family: RollupFamily;
  title: string;
  span: 1 | 2 | 'all';
  children: ReactNode;
}

/** A chart, or in its place why it has nothing to show: zeros would say that nothing happened. */
export function Available({ data, family, title, span, children }: AvailableProps) {
  const id = useDomId();
  const words = unavailableWords(data, family);
  if (words === '') return children;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- A group, as the chart that stands here otherwise
    <figure className="uk-card uk-figure" data-span={span} role="group" aria-labelledby={id} data-part="unavailable">
      <div className="uk-head">
        <h2 id={id}>{title}</h2>
      </div>
      <div className="uk-chart">
        <EmptyChart>{words}</EmptyChart>
      </div>
    </figure>
  );
}
