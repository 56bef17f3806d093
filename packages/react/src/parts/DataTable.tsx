import { Breakable } from './Breakable.tsx';

/** The figures of a chart as rows and columns. The first column names the row. */
export interface ChartTable {
  /** What the table holds, as its caption. */
  caption: string;
  columns: readonly string[];
  /** One cell per column. */
  rows: readonly (readonly string[])[];
  /** A last row that sums up. */
  total?: readonly string[];
}

function Row({ cells, total = false }: { cells: readonly string[]; total?: boolean }) {
  return (
    <tr className={total ? 'uk-total' : undefined}>
      {cells.map((cell, i) =>
        i === 0 ? (
          <th key="name" scope="row">
            <Breakable>{cell}</Breakable>
          </th>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- Columns have a fixed order and cells may repeat: their place is their identity
          <td key={i}>{cell}</td>
        ),
      )}
    </tr>
  );
}

/** The table twin of a chart: the same figures, to be read one by one. */
export function DataTable({ caption, columns, rows, total }: ChartTable) {
  return (
    <table className="uk-table uk-twin">
      <caption className="uk-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              <Breakable>{column}</Breakable>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- Two rows may carry the same name: their place is their identity
          <Row key={i} cells={cells} />
        ))}
      </tbody>
      {total && (
        <tfoot>
          <Row cells={total} total />
        </tfoot>
      )}
    </table>
  );
}
