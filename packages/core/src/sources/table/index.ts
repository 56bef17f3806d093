export type { TableColumns } from './TableColumns.ts';
export type { TableDatabase, TableQuery } from './TableDatabase.ts';
export { tableSource, type TableSourceOptions } from './tableSource.ts';
export type { TableEngine } from './TableStatements.ts';
