import { Swatch, type SwatchProps } from './Swatch.tsx';

/** One series of a legend. */
export interface LegendItem extends SwatchProps {
  label: string;
  /** Its total, in bold. */
  value?: string;
}

/** Names and totals of the series of a chart, in stack order. */
export function Legend({ items }: { items: readonly LegendItem[] }) {
  return (
    <ul className="uk-legend" data-part="legend">
      {items.map(({ label, value, ...swatch }, i) => (
        <li key={label}>
          <Swatch {...swatch} series={i + 1} />
          <span>{label}</span>
          {value !== undefined && <b>{value}</b>}
        </li>
      ))}
    </ul>
  );
}
