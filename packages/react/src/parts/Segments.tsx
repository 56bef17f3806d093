import type { ReactNode } from 'react';

import { ENGLISH } from './ENGLISH.ts';
import { useDomId } from './useDomId.ts';

/** What {@link Segments} takes. */
export interface SegmentsProps<Value extends string> {
  /** Accessible name of the group. */
  label: string;
  /** `more` is said after the label to people who listen, so that the name of a choice always holds what is seen of it. */
  options: readonly { value: Value; label: ReactNode; more?: string }[];
  value: Value;
  onChange: (value: Value) => void;
  small?: boolean;
}

/** One choice of a few, as a row of radio buttons. */
export function Segments<Value extends string>({ label, options, value, onChange, small }: SegmentsProps<Value>) {
  const name = useDomId();
  return (
    <fieldset {...ENGLISH} className="uk-seg" data-size={small ? 'small' : 'normal'}>
      <legend className="uk-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>
            {option.label}
            {option.more !== undefined && (
              <>
                {' '}
                <span className="uk-hidden">{option.more}</span>
              </>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
