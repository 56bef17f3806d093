import type { ComponentType } from 'react';

/** A story on a dark page. */
export function onDark(Story: ComponentType) {
  return (
    <div className="uk-root" data-theme="dark" style={{ padding: 20 }}>
      <Story />
    </div>
  );
}

/** A story in a column as wide as a telephone. */
export function onNarrow(Story: ComponentType) {
  return (
    <div style={{ maxWidth: 358 }}>
      <Story />
    </div>
  );
}

/** A story in a column of a desktop dashboard. */
export function inColumn(Story: ComponentType) {
  return (
    <div style={{ maxWidth: 440 }}>
      <Story />
    </div>
  );
}
