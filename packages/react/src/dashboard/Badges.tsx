import type { UsageAnalytics } from '@usagekit/core';

import { plural } from '../format/plural.ts';
import { useFormats } from '../format/useFormats.ts';
import { Icon } from '../parts/Icon.tsx';

/** Where the amounts come from, in two or three words. */
function basisName(basis: UsageAnalytics['coverage']['basis']): string {
  const has = {
    recorded: basis.recorded.requests > 0,
    list: basis['list-price'].requests > 0,
    flat: basis.subscription.requests > 0,
  };
  if (has.list && (has.recorded || has.flat)) return 'Recorded and list-price cost';
  if (has.recorded) return 'Recorded cost';
  if (has.flat) return 'Subscription';
  return 'List-price estimate';
}

/** What has to be known to read the figures: their basis, what has no price, and the zone of the days. */
export function Badges({ data }: { data: UsageAnalytics }) {
  const formats = useFormats();
  const { coverage, tokens, period } = data;
  const all = tokens.total.input + tokens.total.output + tokens.total.cacheRead + tokens.total.cacheWrite;
  const count = coverage.unpriced.length;
  return (
    <div className="uk-badges" data-part="badges">
      <span className="uk-badge">
        <Icon name="tag" size={14} />
        {basisName(coverage.basis)}
      </span>
      {coverage.unpricedRequests > 0 && (
        <span className="uk-badge" data-tone="warn">
          <Icon name="warning" size={14} />
          {plural(count, 'model', formats.count(count))} unpriced
          {all > 0 && ` · ${formats.share(coverage.unpricedTokens / all)} of tokens`}
        </span>
      )}
      <span className="uk-badge">
        <Icon name="globe" size={14} />
        {formats.zone(period.timeZone, period.end)}
      </span>
    </div>
  );
}
