import type { SessionState } from '@usagekit/core';

import { Icon, type IconName } from './Icon.tsx';

/** What each state is called, and its sign. */
export const STATE_LOOKS: Record<SessionState, { label: string; icon: IconName }> = {
  completed: { label: 'Completed', icon: 'check' },
  failed: { label: 'Failed', icon: 'cross' },
  blocked: { label: 'Blocked', icon: 'pause' },
  interrupted: { label: 'Interrupted', icon: 'stop' },
  incomplete: { label: 'Incomplete', icon: 'dots' },
  running: { label: 'Running', icon: 'play' },
  idle: { label: 'Idle', icon: 'clock' },
  stalled: { label: 'Stalled', icon: 'warning' },
};

/** How a session stands, in colour, sign and word. */
export function StatusChip({ status }: { status: SessionState }) {
  return (
    <span className="uk-chip" data-status={status}>
      <Icon name={STATE_LOOKS[status].icon} size={12} />
      {STATE_LOOKS[status].label}
    </span>
  );
}
