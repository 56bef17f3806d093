import { type KeyboardEvent, useRef, useState } from 'react';

/** What an item of a list with one tab stop gets. */
export interface RovingItem {
  ref: (element: HTMLElement | null) => void;
  tabIndex: number;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus: () => void;
}

/**
 * Where a key takes the focus in a list; `null` for keys that do not move it. A list has one column, so left and right walk it like up and down.
 *
 * @example
 * listMove('End', 0, 6) // => 5
 * listMove('ArrowUp', 0, 6) // => 0
 * listMove('Tab', 0, 6) // => null
 */
export function listMove(key: string, index: number, count: number): number | null {
  const page = Math.max(1, Math.round(count / 10));
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowRight: 1,
    ArrowUp: -1,
    ArrowLeft: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? null : Math.max(0, Math.min(count - 1, index + step));
}

/**
 * One place in the tab order for a whole list: arrows, Home and End move the focus from item to item, Escape leaves it.
 *
 * @param count items in the list
 * @param onSelect called with the index on Enter
 */
export function useRoving(count: number, onSelect?: (index: number) => void): (index: number) => RovingItem {
  const [current, setCurrent] = useState(0);
  const items = useRef<(HTMLElement | null)[]>([]);
  const at = Math.min(current, count - 1);
  return (index) => ({
    ref: (element) => {
      items.current[index] = element;
    },
    tabIndex: index === at ? 0 : -1,
    onFocus: () => setCurrent(index),
    onKeyDown: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const to = listMove(event.key, index, count);
      if (to !== null) items.current[to]?.focus();
      else if (event.key === 'Enter' && onSelect) onSelect(index);
      else if (event.key === 'Escape') event.currentTarget.blur();
      else return;
      event.preventDefault();
    },
  });
}
