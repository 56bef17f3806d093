import { type ReactNode, useSyncExternalStore } from 'react';

import type { CursorStore } from './cursorStore.ts';

const nothing = (): null => null;

/** The line below a chart: its note, or what the active datum says. Both share one place, so nothing moves. */
export function ReadoutFooter({ store, note }: { store: CursorStore; note: ReactNode }) {
  const active = useSyncExternalStore(store.subscribe, store.get, nothing);
  return (
    <div className="uk-foot" data-active={active !== null}>
      <p className="uk-note">{note}</p>
      {/* The focused datum carries the same words as its name: reading this line as well would say them twice. */}
      <p className="uk-readout" data-part="readout" aria-hidden="true">
        {active && (
          <>
            <kbd>{active.readout.key}</kbd> <b>{active.readout.value}</b> <span>{active.readout.detail}</span>
          </>
        )}
      </p>
    </div>
  );
}
