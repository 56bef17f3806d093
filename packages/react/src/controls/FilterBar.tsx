import type { AnalyticsQuery, DateRangePreset, GroupBy } from '@usagekit/core';
import type { ReactNode } from 'react';

import { ENGLISH } from '../parts/ENGLISH.ts';
import { DateRangePicker } from './DateRangePicker.tsx';
import { HideFailed } from './HideFailed.tsx';
import { ProjectSelect } from './ProjectSelect.tsx';
import { Select } from './Select.tsx';

/** What {@link FilterBar} takes. */
export interface FilterBarProps {
  query: AnalyticsQuery;
  onQueryChange: (query: AnalyticsQuery) => void;
  presets?: readonly DateRangePreset[] | undefined;
  /** Days of the figures on screen, for the custom fields. */
  shown?: { firstDay: string; lastDay: string } | undefined;
  /** Projects to narrow the page to; without at least two there is nothing to choose. */
  projects?: readonly string[] | undefined;
  /** More controls of the host, at the end. */
  children?: ReactNode;
}

const GROUPS: readonly { value: GroupBy; label: string }[] = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' },
];

/** The filters of the page: range, group by, hide failed. Controlled. */
export function FilterBar({ query, onQueryChange, presets, shown, projects = [], children }: FilterBarProps) {
  return (
    <fieldset {...ENGLISH} className="uk-filters" data-part="filters">
      <legend className="uk-hidden">Filters</legend>
      <DateRangePicker
        value={query.dateRange}
        onChange={(dateRange) => onQueryChange({ ...query, dateRange })}
        shown={shown}
        {...(presets ? { presets } : {})}
      />
      {(projects.length > 1 || query.where?.['project']) && (
        <ProjectSelect projects={projects} query={query} onQueryChange={onQueryChange} />
      )}
      <Select
        label="Group by"
        options={GROUPS}
        value={query.groupBy ?? 'day'}
        onChange={(groupBy) => onQueryChange({ ...query, groupBy })}
      />
      <HideFailed
        checked={query.hideFailed ?? false}
        onChange={(hideFailed) => onQueryChange({ ...query, hideFailed })}
      />
      {children}
    </fieldset>
  );
}
