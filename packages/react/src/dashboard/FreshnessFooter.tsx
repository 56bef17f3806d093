import type { UsageAnalytics } from '@usagekit/core';

import { plural } from '../format/plural.ts';
import { useFormats } from '../format/useFormats.ts';

/** How fresh the data is, what a filter left out, and what the figures rest on. */
export function FreshnessFooter({ data }: { data: UsageAnalytics }) {
  const formats = useFormats();
  const { coverage, period } = data;
  const { excluded } = coverage;
  const notes: string[] = [];
  if (coverage.dataTo !== null) {
    const zone = formats.zone(period.timeZone, coverage.dataTo).split(',')[0];
    notes.push(`Data through ${formats.time(coverage.dataTo, period.timeZone, period.lastDay.slice(0, 4))} ${zone}.`);
  }
  if (excluded.reason === 'failed' && excluded.sessions > 0) {
    notes.push(
      `${plural(excluded.sessions, 'failed session', formats.count(excluded.sessions))} with ${formats.money(excluded.costUsd)} of cost left out.`,
    );
  }
  if (coverage.assumed.usd > 0) {
    const atMost = coverage.prices ? 'At most ' : '';
    notes.push(
      `${atMost}${formats.money(coverage.assumed.usd)} assumes short prompts outside peak hours, because only totals of several requests are known.`,
    );
  }
  if (coverage.partialRequests > 0) {
    notes.push(
      `${formats.share(coverage.partialShare)} of requests carry a placeholder output count, so output may be higher.`,
    );
  }
  if (coverage.lateSealed > 0) {
    notes.push(
      `${plural(coverage.lateSealed, 'request', formats.count(coverage.lateSealed))} arrived for a time that was sealed by then, and are in no figure.`,
    );
  }
  if (notes.length === 0) return null;
  return <div className="uk-page-foot">{notes.join(' ')}</div>;
}
