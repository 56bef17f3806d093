import { DATE_RANGE_PRESETS, type DateRange, type DateRangePreset } from '@usagekit/core';
import { type FormEvent, useState } from 'react';

import { ENGLISH } from '../parts/ENGLISH.ts';
import { Icon } from '../parts/Icon.tsx';
import { Segments } from '../parts/Segments.tsx';
import { useDomId } from '../parts/useDomId.ts';

/** What {@link DateRangePicker} takes. */
export interface DateRangePickerProps {
  value: DateRange;
  onChange: (value: DateRange) => void;
  /** Presets to offer; all of core's by default. */
  presets?: readonly DateRangePreset[];
  /** Days that the custom fields start from, `YYYY-MM-DD`. */
  shown?: { firstDay: string; lastDay: string } | undefined;
}

const LABELS: Record<DateRangePreset, { label: string; more?: string }> = {
  today: { label: 'Today' },
  '7d': { label: '7d', more: 'last 7 days' },
  '14d': { label: '14d', more: 'last 14 days' },
  '30d': { label: '30d', more: 'last 30 days' },
  '90d': { label: '90d', more: 'last 90 days' },
  '365d': { label: '1y', more: 'last 365 days' },
  all: { label: 'All', more: 'time' },
};

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

function CustomDates({
  from,
  to,
  onApply,
}: {
  from: string;
  to: string;
  onApply: (range: { start: string; end: string }) => void;
}) {
  const id = useDomId();
  const [start, setStart] = useState(from);
  const [end, setEnd] = useState(to);
  const wrong = isDay(start) && isDay(end) && start > end;
  const ready = isDay(start) && isDay(end) && !wrong;
  const apply = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) onApply({ start, end });
  };
  return (
    <form {...ENGLISH} className="uk-custom" aria-label="Custom dates" onSubmit={apply}>
      <label className="uk-date">
        <span>From</span>
        <input
          type="date"
          value={start}
          aria-invalid={wrong}
          aria-describedby={wrong ? id : undefined}
          onChange={(event) => setStart(event.target.value)}
        />
      </label>
      <label className="uk-date">
        <span>To</span>
        <input
          type="date"
          value={end}
          aria-invalid={wrong}
          aria-describedby={wrong ? id : undefined}
          onChange={(event) => setEnd(event.target.value)}
        />
      </label>
      <button type="submit" className="uk-button" disabled={!ready}>
        Apply
      </button>
      {wrong && (
        <p className="uk-custom-error" id={id} role="alert">
          The first day is after the last one.
        </p>
      )}
    </form>
  );
}

/** The range of the page: presets as radio buttons, or two days of one's own (S1.21). Controlled. */
export function DateRangePicker({ value, onChange, presets = DATE_RANGE_PRESETS, shown }: DateRangePickerProps) {
  const [open, setOpen] = useState(false);
  const custom = open || typeof value !== 'string';
  const own = typeof value === 'string' ? {} : value;
  const from = 'start' in own && isDay(own.start) ? own.start : (shown?.firstDay ?? '');
  const to = 'end' in own && isDay(own.end) ? own.end : (shown?.lastDay ?? '');
  return (
    <>
      <Segments
        label="Date range"
        value={custom ? 'custom' : value}
        onChange={(next) => {
          setOpen(next === 'custom');
          if (next !== 'custom') onChange(next);
        }}
        options={[
          ...presets.map((preset) => ({ value: preset as DateRangePreset | 'custom', ...LABELS[preset] })),
          {
            value: 'custom',
            label: (
              <>
                <Icon name="calendar" size={14} />
                Custom
              </>
            ),
          },
        ]}
      />
      {custom && (
        <CustomDates
          key={`${from} ${to}`}
          from={from}
          to={to}
          onApply={(range) => {
            setOpen(false);
            onChange(range);
          }}
        />
      )}
    </>
  );
}
