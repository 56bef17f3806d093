import { formatsOf, UsageDashboard, useUsageAnalytics } from '@usagekit/react';
import { useEffect } from 'react';

import { httpSource } from './httpSource.ts';
import { ResyncButton } from './ResyncButton.tsx';
import { usePageState } from './usePageState.ts';

const source = httpSource('api');

/** The dashboard over the JSON API of the server it came from. */
export function App() {
  const { query, view, complaint, setQuery, setView } = usePageState();
  const { data, error, loading, retry } = useUsageAnalytics(source, query);
  const period = data?.period;
  const range = period && formatsOf('en-US').range(period.firstDay, period.lastDay);
  useEffect(() => {
    document.title = range ? `AI usage, ${range} – Usagekit` : 'AI usage – Usagekit';
  }, [range]);
  return (
    <main>
      {complaint && (
        <p className="complaint" role="alert">
          {complaint}
        </p>
      )}
      <UsageDashboard
        data={data}
        error={error}
        loading={loading}
        query={query}
        onQueryChange={setQuery}
        view={view}
        onViewChange={setView}
        onRetry={retry}
        actions={<ResyncButton onDone={retry} />}
      />
    </main>
  );
}
