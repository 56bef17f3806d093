import { plainSpaces } from './plainSpaces.ts';

/** Numbers as the kit writes them in one language. */
export interface NumberFormats {
  /** Money with cents, half a cent to the even one as core rounds, for tables, cards and tooltips: `$1,256.13`; what rounds to nothing is `< $0.01`. `null` is "no price". */
  money(usd: number | null): string;
  /** Money in whole dollars from 100 on, else with cents: for sentences. */
  moneyShort(usd: number): string;
  /** Money on an axis whose ticks are `step` apart: `$0`, `$25`, `$1.5K`, `$0.05`. */
  moneyAxis(usd: number, step: number): string;
  /** A whole number with separators: `1,274`. */
  count(value: number): string;
  /** A number with at most `digits` decimals: `10.8`. */
  decimal(value: number, digits: number): string;
  /** Three significant figures with K, M, B or T: `1.27B`. */
  compact(value: number): string;
  /** The same in two parts, so that the unit can be set smaller: `['1.27', 'B']`. */
  compactParts(value: number): [number: string, unit: string];
  /** The same in words, for people who listen: `1.27 billion`. */
  spoken(value: number): string;
  /** A share in lists: no decimals from 10 % on, one below; `< 0.1%` for less. */
  share(value: number): string;
  /** A share with one decimal, for cards: `89.5%`. */
  rate(value: number): string;
}

const made = new Map<string, NumberFormats>();

/**
 * The number formats of a language, made once.
 *
 * @param locale a BCP 47 tag
 * @example
 * numberFormats('en-US').money(1256.127) // => '$1,256.13'
 * numberFormats('en-US').moneyAxis(1500, 500) // => '$1.5K'
 * numberFormats('en-US').share(0.0602) // => '6.0%'
 */
export function numberFormats(locale: string): NumberFormats {
  const known = made.get(locale);
  if (known) return known;
  const format = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const intl = new Intl.NumberFormat(locale, options);
    return (value) => plainSpaces(intl.format(value)).replace('-', '−');
  };
  const usd = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const;
  const cents = format({ ...usd, roundingMode: 'halfEven' });
  const dollars = format({ ...usd, maximumFractionDigits: 0 });
  const compactMoney = format({ ...usd, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 2 });
  const compactIntl = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
  const percent0 = format({ style: 'percent', maximumFractionDigits: 0 });
  const percent1 = format({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const money = (value: number | null): string =>
    value === null ? 'no price' : value > 0 && value <= 0.005 ? `< ${cents(0.01)}` : cents(value);
  const formats: NumberFormats = {
    money,
    moneyShort: (value) => (Math.abs(value) >= 99.5 ? dollars(value) : money(value)),
    moneyAxis: (value, step) => {
      if (value === 0) return dollars(0);
      if (Math.abs(value) >= 1000) return compactMoney(value);
      if (step >= 1) return Number.isInteger(step) ? dollars(value) : cents(value);
      const digits = Math.min(8, Math.ceil(-Math.log10(step) - 1e-9) + (isRound(step) ? 0 : 1));
      return format({ ...usd, minimumFractionDigits: Math.max(2, digits), maximumFractionDigits: Math.max(2, digits) })(
        value,
      );
    },
    count: format({ maximumFractionDigits: 0 }),
    decimal: (value, digits) => format({ maximumFractionDigits: digits })(value),
    compact: (value) => plainSpaces(compactIntl.format(value)),
    compactParts: (value) => {
      const parts = compactIntl.formatToParts(value);
      const unit = parts.find((part) => part.type === 'compact')?.value ?? '';
      const number = parts.filter((part) => part.type !== 'compact').map((part) => part.value);
      return [plainSpaces(number.join('')).trim(), unit];
    },
    spoken: format({ notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 3 }),
    share: (value) => {
      if (value > 0 && value < 0.0005) return `< ${percent1(0.001)}`;
      return value >= 0.0995 || value === 0 ? percent0(value) : percent1(value);
    },
    rate: percent1,
  };
  made.set(locale, formats);
  return formats;
}

/** Whether a step is a power of ten times 1: such a step needs one decimal less than 0.25 does. */
function isRound(step: number): boolean {
  const power = Math.log10(step);
  return Math.abs(step / 10 ** Math.floor(power + 1e-9) - Math.round(step / 10 ** Math.floor(power + 1e-9))) < 1e-9;
}
