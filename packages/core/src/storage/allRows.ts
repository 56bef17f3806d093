import type { RowList } from './EngineTraits.ts';

/** All rows of a list, made. */
export function allRows(rows: RowList): (readonly unknown[])[] {
  return Array.from({ length: rows.length }, (_, at) => rows.at(at) ?? []);
}
