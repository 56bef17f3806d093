import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

import type { Box } from './Box.ts';
import { FrameContext } from './ChartFrame.tsx';
import { cursorMove, type CursorPlace } from './cursorMove.ts';
import type { CursorDatum, CursorStore } from './cursorStore.ts';
import { Tooltip } from './Tooltip.tsx';

/** What {@link ChartCursor} takes. */
export interface ChartCursorProps {
  box: Box;
  /** The drawing. It is not rendered again when the cursor moves. */
  marks: ReactNode;
  columns: number;
  rows: number;
  /** Where the keyboard starts. */
  start: CursorPlace;
  datumAt: (place: CursorPlace) => CursorDatum;
  /** The place at a point of the box. */
  placeAt: (x: number, y: number) => CursorPlace;
  store: CursorStore;
  /** Draw a band behind the active column. */
  band?: { top: number; bottom: number } | undefined;
  onSelect?: ((place: CursorPlace) => void) | undefined;
  /** What Enter does, as in "Enter to see them". */
  selectHint?: string | undefined;
}

const percent = (part: number, whole: number): string => `${(part / whole) * 100}%`;

/**
 * A drawing with one place in the tab order. Pointer and keyboard move the same cursor, and what it points at is told in the same words: by the name of the
 * focused element, by the tooltip and by the line below the chart. Two elements take turns, because a screen reader speaks when the focus moves.
 */
export function ChartCursor(props: ChartCursorProps) {
  const { box, marks, columns, rows, start, datumAt, placeAt, store, band, onSelect, selectHint } = props;
  const { title, keysId } = useContext(FrameContext);
  const [place, setPlace] = useState(start);
  const [hovered, setHovered] = useState<CursorPlace | null>(null);
  const [focused, setFocused] = useState(false);
  const [dismissed, setDismissed] = useState(false);
  const [turn, setTurn] = useState(0);
  const turns = useRef<(HTMLDivElement | null)[]>([]);
  const touched = useRef(false);
  const clamped = { column: Math.min(place.column, columns - 1), row: Math.min(place.row, rows - 1) };
  const at = hovered ?? (focused ? clamped : null);
  const active = at && !dismissed && at.column < columns && at.row < rows ? datumAt(at) : null;

  useLayoutEffect(() => store.set(active));
  useLayoutEffect(() => () => store.set(null), [store]);
  useLayoutEffect(() => {
    if (turn > 0) turns.current[turn % 2]?.focus({ preventScroll: true });
  }, [turn]);

  const goTo = (to: CursorPlace): void => {
    setPlace(to);
    setHovered(null);
    setDismissed(false);
    setTurn(turn + 1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = cursorMove(event.key, clamped, { columns, rows });
    if (to) goTo(to);
    else if (event.key === 'Escape') setDismissed(true);
    else if (event.key === 'Enter' && onSelect) onSelect(clamped);
    else return;
    event.preventDefault();
  };
  const pointed = (event: PointerEvent<HTMLElement> | React.MouseEvent<HTMLElement>): CursorPlace => {
    const rect = event.currentTarget.getBoundingClientRect();
    const scale = rect.width > 0 ? box.width / rect.width : 1;
    return placeAt((event.clientX - rect.left) * scale, (event.clientY - rect.top) * scale);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const to = pointed(event);
    if (hovered?.column === to.column && hovered.row === to.row) return;
    setHovered(to);
    setDismissed(false);
  };
  const ring = datumAt(clamped);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- The pointer is a shortcut: everything it does here the keyboard does on the focused element within
    <div
      className="uk-plot"
      onPointerMove={onPointerMove}
      onPointerLeave={() => setHovered(null)}
      onPointerDown={(event) => {
        touched.current = event.pointerType === 'touch';
      }}
      onClick={(event) => {
        const to = pointed(event);
        // A finger cannot hover: the first touch shows the datum, the second one selects it.
        const again = focused && to.column === clamped.column && to.row === clamped.row;
        goTo(to);
        if (!touched.current || again) onSelect?.(to);
      }}
    >
      {band && active && (
        <div
          className="uk-band"
          style={{
            left: percent(active.box.x - 2, box.width),
            width: percent(active.box.width + 4, box.width),
            top: percent(band.top, box.height),
            height: percent(band.bottom - band.top, box.height),
          }}
        />
      )}
      {marks}
      {[0, 1].map((own) => (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- It always has a role: which one depends on whether it can be chosen
        <div
          key={own}
          ref={(element) => {
            turns.current[own] = element;
          }}
          className="uk-cursor"
          data-part="cursor"
          hidden={turn % 2 !== own}
          role={onSelect ? 'button' : 'img'}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- The focus has to land on the datum for its name to be spoken
          tabIndex={turn % 2 === own ? 0 : -1}
          aria-label={`${title}. ${ring.label}`}
          aria-describedby={keysId}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={(event) => {
            if (turns.current.includes(event.relatedTarget as HTMLDivElement)) return;
            setFocused(false);
            setDismissed(false);
          }}
          style={{
            left: percent(ring.box.x, box.width),
            top: percent(ring.box.y, box.height),
            width: percent(ring.box.width, box.width),
            height: percent(ring.box.height, box.height),
          }}
        />
      ))}
      {active && <Tooltip datum={active} box={box} hint={onSelect ? selectHint : undefined} />}
    </div>
  );
}
