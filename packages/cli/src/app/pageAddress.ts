import type { AnalyticsQuery } from '@usagekit/core';
import type { DashboardView } from '@usagekit/react';

import { analyticsQuery } from '../serve/analyticsQuery.ts';
import { QueryReader } from '../serve/QueryReader.ts';
import { queryParameters } from './queryParameters.ts';

/** What an address of the page shows. */
export interface PageState {
  query: AnalyticsQuery;
  view: DashboardView;
  /** What of the address was not understood, in a sentence for the reader; the page shows what it shows by default. */
  complaint?: string;
}

const VIEW_PARAMETERS = ['measure', 'tables'];
const TABLES = /^[\w-]+(,[\w-]+)*$/;

function split(search: string): Record<'query' | 'view', URLSearchParams> {
  const all = [...new URLSearchParams(search)];
  const isView = ([name]: [string, string]): boolean => VIEW_PARAMETERS.includes(name);
  return {
    query: new URLSearchParams(all.filter((pair) => !isView(pair))),
    view: new URLSearchParams(all.filter(isView)),
  };
}

function viewOf(parameters: URLSearchParams): DashboardView {
  const reader = new QueryReader(parameters, VIEW_PARAMETERS);
  const measure = reader.oneOf('measure', ['cost', 'tokens'] as const);
  const tables = reader.text('tables');
  if (tables !== undefined && !TABLES.test(tables)) throw new Error(`'tables' is '${tables}': use names of charts`);
  return { ...(measure && { measure }), ...(tables !== undefined && { tables: tables.split(',') }) };
}

/**
 * What an address asks for. Where somebody edited it and a part makes no sense, that part is as if nothing was asked, and the page says so.
 *
 * @param search the part from the question mark on
 */
export function pageState(search: string): PageState {
  const parts = split(search);
  const complaints: string[] = [];
  const read = <T>(part: () => T, otherwise: T): T => {
    try {
      return part();
    } catch (error) {
      complaints.push(error instanceof Error ? error.message : String(error));
      return otherwise;
    }
  };
  const query = read<AnalyticsQuery>(() => ({ groupBy: 'day', ...analyticsQuery(parts.query) }), {
    dateRange: '30d',
    groupBy: 'day',
  });
  const isDefault = complaints.length > 0;
  const view = read(() => viewOf(parts.view), {});
  if (complaints.length === 0) return { query, view };
  const shown = isDefault ? ' You see the last 30 days instead.' : '';
  return { query, view, complaint: `The address was not understood: ${complaints.join('; ')}.${shown}` };
}

/** The address of a page, from the question mark on. */
export function pageSearch({ query, view }: Pick<PageState, 'query' | 'view'>): string {
  const { measure = 'cost', tables = [] } = view;
  const parameters = {
    ...queryParameters(query),
    ...(measure !== 'cost' && { measure }),
    ...(tables.length > 0 && { tables: tables.join(',') }),
  };
  return `?${new URLSearchParams(parameters)}`;
}
