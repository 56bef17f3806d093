import { ENGLISH } from '../parts/ENGLISH.ts';
import { Icon } from '../parts/Icon.tsx';

/** What {@link HideFailed} takes. */
export interface HideFailedProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Leaves failed sessions out of all figures. */
export function HideFailed({ checked, onChange }: HideFailedProps) {
  return (
    <label {...ENGLISH} className="uk-check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span className="uk-check-box">
        <Icon name="check" size={12} />
      </span>
      Hide failed
    </label>
  );
}
