import type { AnalyticsQuery, DateRangePreset, LiveSession, UsageAnalytics } from '@usagekit/core';
import { type ReactNode, useMemo, useState } from 'react';

import { CostOverTime } from '../charts/CostOverTime.tsx';
import { CostPerSession } from '../charts/CostPerSession.tsx';
import { ModelBreakdown } from '../charts/ModelBreakdown.tsx';
import { ProjectBreakdown } from '../charts/ProjectBreakdown.tsx';
import { SessionOutcomes } from '../charts/SessionOutcomes.tsx';
import { SessionsOverTime } from '../charts/SessionsOverTime.tsx';
import { TokenTrends } from '../charts/TokenTrends.tsx';
import { ToolUsage } from '../charts/ToolUsage.tsx';
import { TopSessionsTable } from '../charts/TopSessionsTable.tsx';
import { WeekHeatmap } from '../charts/WeekHeatmap.tsx';
import { FilterBar } from '../controls/FilterBar.tsx';
import { withProjects } from '../controls/ProjectSelect.tsx';
import type { Measure } from '../figures/costSeries.ts';
import { modelPalette, type ModelPalette } from '../figures/modelPalette.ts';
import { formatsOf, LocaleContext } from '../format/useFormats.ts';
import { type ChartMode, ChartModeContext } from '../parts/ChartMode.ts';
import { ChartViewsContext } from '../parts/ChartViews.ts';
import { ENGLISH } from '../parts/ENGLISH.ts';
import { Available } from './Available.tsx';
import { Badges } from './Badges.tsx';
import { CoverageCard } from './CoverageCard.tsx';
import { FreshnessFooter } from './FreshnessFooter.tsx';
import { LeadSentence } from './LeadSentence.tsx';
import { EmptyPanel, ErrorBanner, ErrorPanel, LoadingPanel } from './StatePanels.tsx';
import { SummaryCards } from './SummaryCards.tsx';

/** What a page shows of its figures beside the query: kept by the page, in its address, say. */
export interface DashboardView {
  /** What the first chart measures; cost when absent. */
  measure?: Measure;
  /** Charts that are shown as tables, by their names. */
  tables?: readonly string[];
}

/** What {@link UsageDashboard} takes. */
export interface UsageDashboardProps {
  /** The figures; `null` until the first ones are there. */
  data: UsageAnalytics | null;
  /** The period before, for changes against it. */
  previous?: UsageAnalytics | null | undefined;
  error?: Error | null | undefined;
  /** New figures are under way. The old ones stay. */
  loading?: boolean | undefined;
  query: AnalyticsQuery;
  onQueryChange?: ((query: AnalyticsQuery) => void) | undefined;
  /** Without it the charts keep their own views. */
  view?: DashboardView | undefined;
  onViewChange?: ((view: DashboardView) => void) | undefined;
  onRetry?: (() => void) | undefined;
  onSelectSession?: ((session: LiveSession) => void) | undefined;
  title?: string | undefined;
  /** What numbers and dates are written in: a BCP 47 tag or a locale of POSIX; `en-US` for what is neither. The words are English. */
  locale?: string | undefined;
  presets?: readonly DateRangePreset[] | undefined;
  /** `static` leaves out everything that waits for a script: filters, actions, cursors. Tables open through `<details>`. */
  mode?: ChartMode | undefined;
  /** `light` or `dark`; without it the system decides. */
  theme?: 'light' | 'dark' | undefined;
  /** More controls at the end of the filters, such as an export. They stand among English words: those of another language say so with `lang` and `dir`. */
  actions?: ReactNode;
}

/** Colours that models keep while the page is open, whatever range is shown. */
function usePalette(data: UsageAnalytics | null): ModelPalette {
  const [kept, setKept] = useState<{ data: UsageAnalytics | null; colors: ModelPalette }>({
    data: null,
    colors: new Map(),
  });
  if (!data || kept.data === data) return kept.colors;
  const colors = modelPalette(data, kept.colors);
  setKept({ data, colors });
  return colors;
}

/** All projects that were seen while the page is open: figures of one project do not know the others. */
function useProjects(data: UsageAnalytics | null): readonly string[] {
  const [kept, setKept] = useState<readonly string[]>([]);
  const fresh = Object.keys(data?.sessions.byProject ?? {}).filter((project) => !kept.includes(project));
  if (fresh.length === 0) return kept;
  const projects = [...kept, ...fresh].toSorted();
  setKept(projects);
  return projects;
}

function Charts({ data, palette, props }: { data: UsageAnalytics; palette: ModelPalette; props: UsageDashboardProps }) {
  const { onQueryChange, onViewChange, query, view } = props;
  const [usage, sessions] = [{ data, family: 'usage' } as const, { data, family: 'sessions' } as const];
  const zoomIn =
    onQueryChange && ((range: { start: string; end: string }) => onQueryChange({ ...query, dateRange: range }));
  return (
    <>
      <LeadSentence data={data} previous={props.previous} />
      <SummaryCards data={data} previous={props.previous} />
      <div className="uk-grid">
        <Available {...usage} title="Cost over time" span={2}>
          <CostOverTime
            data={data}
            palette={palette}
            onSelect={zoomIn}
            {...(view && { measure: view.measure ?? 'cost' })}
            onMeasureChange={(measure) => onViewChange?.({ ...view, measure })}
          />
        </Available>
        <Available {...usage} title="Tokens" span={1}>
          <TokenTrends data={data} />
        </Available>
        <Available {...usage} title="Cost by model" span={1}>
          <ModelBreakdown data={data} palette={palette} />
        </Available>
        <Available {...sessions} title="Sessions by project" span={1}>
          <ProjectBreakdown
            data={data}
            onSelect={onQueryChange && ((projects) => onQueryChange(withProjects(query, projects)))}
          />
        </Available>
        <Available {...sessions} title="Cost per session" span={1}>
          <CostPerSession data={data} />
        </Available>
        <Available {...sessions} title="When work happens" span={2}>
          <WeekHeatmap data={data} />
        </Available>
        <Available {...sessions} title="Sessions over time" span={1}>
          <SessionsOverTime data={data} onSelect={zoomIn} />
        </Available>
        <Available data={data} family="tools" title="Tools and approvals" span={2}>
          <ToolUsage data={data} />
        </Available>
        <div className="uk-stack">
          <Available {...sessions} title="How sessions ended" span={1}>
            <SessionOutcomes data={data} />
          </Available>
          <CoverageCard data={data} />
        </div>
        <Available {...sessions} title="Top sessions" span="all">
          <TopSessionsTable data={data} palette={palette} onSelect={props.onSelectSession} />
        </Available>
      </div>
      <FreshnessFooter data={data} />
    </>
  );
}

function Content({ palette, props }: { palette: ModelPalette; props: UsageDashboardProps }) {
  const { data, error, onRetry, onQueryChange, query } = props;
  if (!data) return error ? <ErrorPanel error={error} onRetry={onRetry} /> : <LoadingPanel />;
  const wider = onQueryChange && (
    <button type="button" className="uk-button" onClick={() => onQueryChange({ ...query, dateRange: 'all' })}>
      Show all time
    </button>
  );
  const isWhole = Object.keys(data.coverage.unavailable).length === 0;
  const empty = isWhole && data.requests.total === 0 && data.sessions.total === 0;
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={onRetry} />}
      {empty ? (
        <>
          <EmptyPanel data={data} action={query.dateRange === 'all' ? null : wider} />
          <FreshnessFooter data={data} />
        </>
      ) : (
        <Charts data={data} palette={palette} props={props} />
      )}
    </>
  );
}

/** The whole page of AI usage (S1.20, S2.11). Purely controlled: it shows what it is given and asks for nothing. */
export function UsageDashboard(props: UsageDashboardProps) {
  const {
    data,
    loading = false,
    query,
    onQueryChange,
    title = 'AI usage',
    locale = 'en-US',
    mode = 'interactive',
  } = props;
  const palette = usePalette(data);
  const projects = useProjects(data);
  const period = data?.period;
  const { view, onViewChange } = props;
  const views = useMemo(
    () =>
      view && { tables: view.tables ?? [], onTablesChange: (tables: string[]) => onViewChange?.({ ...view, tables }) },
    [view, onViewChange],
  );
  return (
    <LocaleContext value={locale}>
      <ChartModeContext value={mode}>
        <div {...ENGLISH} className="uk-root" data-theme={props.theme}>
          {loading && data && (
            <output className="uk-progress" aria-label="Loading new figures">
              <i />
            </output>
          )}
          <div className="uk-page">
            <div className="uk-page-head">
              <div>
                <h1>
                  <bdi>{title}</bdi>
                </h1>
                {period && (
                  <p className="uk-range">
                    {formatsOf(locale).range(period.firstDay, period.lastDay)}
                    {props.previous && <span>compared with the {period.days} days before</span>}
                  </p>
                )}
              </div>
              {data && <Badges data={data} />}
            </div>
            {mode === 'interactive' && onQueryChange && (
              <FilterBar
                query={query}
                onQueryChange={onQueryChange}
                presets={props.presets}
                shown={period}
                projects={projects}
              >
                {props.actions}
              </FilterBar>
            )}
            <ChartViewsContext value={views ?? null}>
              <Content palette={palette} props={props} />
            </ChartViewsContext>
          </div>
        </div>
      </ChartModeContext>
    </LocaleContext>
  );
}
