import type { UsageAnalytics } from '@usagekit/core';
import { formatsOf, UsageDashboard } from '@usagekit/react';
import kitStyles from '@usagekit/react/styles.css';
// The build for web standards: that for Node needs `require`, that for browsers keeps a port open and the program from ending.
import { renderToStaticMarkup } from 'react-dom/server.edge';

import reportStyles from './report.css';

const TITLE = 'AI usage report';
const LOCALE = 'en-US';

/** Nothing but the styles in the page itself may be used, whatever the data holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

function ReportPage({ analytics, generatedAtMs }: { analytics: UsageAnalytics; generatedAtMs: number }) {
  const { firstDay, lastDay, timeZone } = analytics.period;
  const formats = formatsOf(LOCALE);
  const at = new Date(generatedAtMs);
  const shownAt = at.toLocaleString(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta httpEquiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content={`Usagekit ${USAGEKIT_VERSION}`} />
        <title>{`${TITLE}, ${formats.range(firstDay, lastDay)}`}</title>
        <style dangerouslySetInnerHTML={{ __html: `${kitStyles}\n${reportStyles}` }} />
      </head>
      <body>
        <main>
          <UsageDashboard
            data={analytics}
            query={{ dateRange: analytics.dateRange, groupBy: analytics.period.groupBy }}
            title={TITLE}
            locale={LOCALE}
            mode="static"
          />
        </main>
        <footer className="report-foot">
          <p>
            Written <time dateTime={at.toISOString()}>{shownAt}</time> by Usagekit {USAGEKIT_VERSION}. Days are those of{' '}
            {timeZone}.
          </p>
        </footer>
      </body>
    </html>
  );
}

/**
 * The report of a range as one HTML file: the dashboard without scripts, its styles inside, every chart as SVG with its table. It loads
 * nothing.
 */
export function htmlReport(analytics: UsageAnalytics, generatedAtMs: number): string {
  return `<!doctype html>\n${renderToStaticMarkup(<ReportPage analytics={analytics} generatedAtMs={generatedAtMs} />)}\n`;
}
