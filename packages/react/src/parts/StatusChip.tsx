import type { SessionStatus } from '@usagekit/core';

import { Icon, type IconName } from './Icon.tsx';

const LOOKS: Record<SessionStatus, { label: string; icon: IconName }> = {
  completed: { label: 'Completed', icon: 'check' },
  failed: { label: 'Failed', icon: 'cross' },
  blocked: { label: 'Blocked', icon: 'pause' },
  interrupted: { label: 'Interrupted', icon: 'stop' },
  incomplete: { label: 'Incomplete', icon: 'dots' },
  running: { label: 'Running', icon: 'play' },
};

/** How a session stands, in colour, sign and word. */
export function StatusChip({ status }: { status: SessionStatus }) {
  return (
    <span className="uk-chip" data-status={status}>
      <Icon name={LOOKS[status].icon} size={12} />
      {LOOKS[status].label}
    </span>
  );
}
