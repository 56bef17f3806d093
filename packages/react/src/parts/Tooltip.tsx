import type { Box } from './Box.ts';
import type { CursorDatum } from './cursorStore.ts';
import { inRem } from './rem.ts';
import { Swatch } from './Swatch.tsx';

/** In units of the drawing, of which there are 16 in a rem. */
const WIDTH = 228;
const DISTANCE = 10;
/** The tooltip may reach this far over the edge of the drawing, into the card's padding. */
const OVERHANG = 14;

/** Details of the active datum beside it, never over it. Where there is no room on either side, the line below the chart has to do. */
export function Tooltip({ datum, box, hint }: { datum: CursorDatum; box: Box; hint?: string | undefined }) {
  const { x, y, width } = datum.box;
  const right = x + width + DISTANCE;
  const left = x - DISTANCE - WIDTH;
  const at = right + WIDTH <= box.width + OVERHANG ? right : left >= -OVERHANG ? left : null;
  if (at === null) return null;
  const { title, rows, total, context } = datum.tip;
  const height =
    56 + rows.length * 23 + (total ? 30 : 0) + (context === undefined ? 0 : 20) + (hint === undefined ? 0 : 22);
  const top = Math.max(0, Math.min(y, box.height - height));
  return (
    <div
      className="uk-tip"
      data-part="tooltip"
      aria-hidden="true"
      style={{ left: inRem(at), top: inRem(top), width: inRem(WIDTH) }}
    >
      <b>{title}</b>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <td>
                {(row.color !== undefined || row.unknown) && (
                  <Swatch {...(row.unknown ? { kind: 'unknown' } : { color: row.color as string })} />
                )}
                <span>{row.label}</span>
              </td>
              <td>{row.value}</td>
            </tr>
          ))}
          {total && (
            <tr className="uk-tip-total">
              <td>{total.label}</td>
              <td>{total.value}</td>
            </tr>
          )}
        </tbody>
      </table>
      {context !== undefined && <p>{context}</p>}
      {hint !== undefined && (
        <p className="uk-tip-hint">
          <kbd>Enter</kbd> {hint}
        </p>
      )}
    </div>
  );
}
