import { createContext, useContext, useState } from 'react';

/** Which charts are shown as tables, where the page keeps it. */
export interface ChartViews {
  /** Names of charts, see {@link chartName}. */
  tables: readonly string[];
  onTablesChange: (tables: string[]) => void;
}

/** `null`: each chart keeps it for itself. */
export const ChartViewsContext = createContext<ChartViews | null>(null);

/**
 * The name of a chart in an address.
 *
 * @example
 * chartName('Cost by model') // => 'cost-by-model'
 */
export function chartName(title: string): string {
  return title.toLowerCase().replaceAll(/\W+/g, '-');
}

/** Whether a chart is shown as a table, and how to change it. */
export function useAsTable(name: string): [boolean, (asTable: boolean) => void] {
  const kept = useContext(ChartViewsContext);
  const own = useState(false);
  if (!kept) return own;
  const others = kept.tables.filter((table) => table !== name);
  return [
    kept.tables.includes(name),
    (asTable) => kept.onTablesChange(asTable ? [...others, name].toSorted() : others),
  ];
}
