import { Icon } from '../parts/Icon.tsx';

/** What {@link Select} takes. */
export interface SelectProps<Value extends string> {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  /** Language of the words, where it is not that of the page. Their direction is that of the label. */
  lang?: string | undefined;
}

/** A native select with its label inside the frame. */
export function Select<Value extends string>({ label, options, value, onChange, lang }: SelectProps<Value>) {
  return (
    <label className="uk-select" dir="auto" lang={lang}>
      <span>{label}</span>
      <span className="uk-select-box">
        <select value={value} onChange={(event) => onChange(event.target.value as Value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevron" />
      </span>
    </label>
  );
}
