import { useState } from 'react';

import { counted } from '../counted.ts';
import type { ResyncAnswer } from '../serve/resyncAnswer.ts';
import { answer } from './httpSource.ts';

/** What a resync found, as one sentence. */
function foundWords({ filesTotal, sessions, requests, skippedCount }: ResyncAnswer): string {
  if (filesTotal === 0) return 'There are no transcripts to read: nothing changed.';
  const skipped = skippedCount > 0 ? `; ${counted(skippedCount, 'line')} could not be used` : '';
  return `Read ${counted(filesTotal, 'transcript')} again: ${counted(requests, 'request')} in ${counted(sessions, 'session')}${skipped}.`;
}

/** Reads all transcripts again, from the start (S2.18), and says how it went. */
export function ResyncButton({ onDone }: { onDone: () => void }) {
  const [state, setState] = useState<{ busy: boolean; message: string }>({ busy: false, message: '' });
  const resync = (): void => {
    if (state.busy) return;
    setState({ busy: true, message: 'Reading all transcripts again…' });
    answer<ResyncAnswer>('api/sync', { method: 'POST' }).then(
      (found) => {
        setState({ busy: false, message: foundWords(found) });
        onDone();
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        setState({ busy: false, message: `The transcripts were not read: ${reason}` });
      },
    );
  };
  return (
    <div className="resync">
      <button
        type="button"
        className="uk-button"
        // Not `disabled`: that would take the focus away from whoever pressed it.
        aria-disabled={state.busy}
        title="Read all transcripts again, from the start. Nothing is counted twice."
        onClick={resync}
      >
        <svg className="uk-icon" viewBox="0 0 16 16" width={14} height={14} aria-hidden="true" focusable="false">
          <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3" />
        </svg>
        Resync
      </button>
      <output aria-live="polite">{state.message}</output>
    </div>
  );
}
