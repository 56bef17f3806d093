import type { UsageAnalytics } from '@usagekit/core';
import type { ReactNode } from 'react';

import { pricedModels } from '../figures/modelPalette.ts';
import { shownModel } from '../figures/modelParts.ts';
import { unavailableWords } from '../figures/unavailableWords.ts';
import { plural } from '../format/plural.ts';
import { useFormats } from '../format/useFormats.ts';

/** What {@link LeadSentence} takes. */
export interface LeadSentenceProps {
  data: UsageAnalytics;
  previous?: UsageAnalytics | null | undefined;
}

/** What the whole range comes to, in one or two sentences. */
export function LeadSentence({ data, previous }: LeadSentenceProps) {
  const formats = useFormats();
  const { cost, sessions, period } = data;
  const unknown = unavailableWords(data, 'usage');
  const isCounted = data.coverage.unavailable.sessions === undefined;
  const sessionCount = plural(sessions.total, 'session', formats.count(sessions.total));
  const days = period.days === 1 ? 'one day' : `${formats.count(period.days)} days`;
  if (unknown !== '') return <p className="uk-lead">{unknown}</p>;
  if (cost.usd === null) {
    return (
      <p className="uk-lead">
        {isCounted ? sessionCount : plural(data.requests.total, 'request', formats.count(data.requests.total))} in{' '}
        {days}, and <b>none of it has a price</b>: tokens are counted, cost is not known.
      </p>
    );
  }
  const change = previous?.cost.usd ? cost.usd / previous.cost.usd - 1 : null;
  const total = <b>{formats.money(cost.usd)}</b>;
  const first: ReactNode =
    change === null || Math.abs(change) < 0.005 ? (
      <>
        Usage came to {total} in {days}
        {isCounted && `, over ${sessionCount}`}.
      </>
    ) : (
      <>
        Spend {change > 0 ? 'rose' : 'fell'} {formats.share(Math.abs(change))} to {total}
        {isCounted && ` over ${sessionCount}`}.
      </>
    );
  const [model] = pricedModels(cost.byModel);
  const share = model === undefined ? 0 : Number(cost.byModel[model]?.cost.nanoUsd ?? 0) / Number(cost.nanoUsd);
  const [dearest] = sessions.top;
  return (
    <p className="uk-lead">
      {first}
      {model !== undefined && cost.usd > 0 && (
        <>
          {' '}
          <b>{shownModel(model)}</b> made {share > 0.995 ? 'all' : formats.share(share)} of it
          {dearest?.costUsd != null && sessions.total > 1 && (
            <>, and the dearest session cost {formats.money(dearest.costUsd)}</>
          )}
          .
        </>
      )}
    </p>
  );
}
