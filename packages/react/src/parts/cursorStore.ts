/** What a chart says about the datum under the pointer or the focus. */
export interface CursorDatum {
  /** The whole of it as a sentence, for people who listen. */
  label: string;
  /** Where it is drawn, in px of the chart's box. */
  box: { x: number; y: number; width: number; height: number };
  /** The line below the chart. */
  readout: { key: string; value: string; detail?: string };
  tip: CursorTip;
}

/** What the tooltip says. */
export interface CursorTip {
  title: string;
  rows: readonly { label: string; value: string; color?: string; unknown?: boolean }[];
  total?: { label: string; value: string };
  context?: string;
}

/** Holds the active datum of one chart, outside of React's tree so that only the lines that show it render again. */
export interface CursorStore {
  get(): CursorDatum | null;
  set(datum: CursorDatum | null): void;
  subscribe(listener: () => void): () => void;
}

/** A store without an active datum. */
export function cursorStore(): CursorStore {
  let active: CursorDatum | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => active,
    set: (datum) => {
      if (datum?.label === active?.label) return;
      active = datum;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
