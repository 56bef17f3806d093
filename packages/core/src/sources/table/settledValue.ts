/**
 * The JSON of a value of PostgreSQL, as an expression that says the same in every session: times at UTC, bytes by their digits, floating numbers by all they hold, whatever
 * `TimeZone`, `bytea_output` and `extra_float_digits` are. It is what `to_json` gives while these have their defaults, at UTC. Where digits would be left out, floating
 * numbers are `x` and their bits, which no JSON begins with: see `floatText`. `undefined` for types whose JSON does not depend on these, and for those that hold others.
 *
 * @param of a column
 * @param type its type, without domains
 */
export function settledValue(of: string, type: string | undefined): string | undefined {
  switch (type) {
    case 'timestamp with time zone': {
      const shown = `rtrim(cast(to_json(${of} at time zone 'UTC') as text), '"')`;
      return `case when isfinite(${of}) then replace(${shown} || '+00:00"', ' BC+00:00"', '+00:00 BC"') else ${shown} || '"' end`;
    }
    case 'bytea':
      return `'"' || repeat(chr(92), 2) || 'x' || encode(${of}, 'hex') || '"'`;
    case 'real':
    case 'double precision': {
      const isShownWhole = `(select cast(current_setting('extra_float_digits') as integer) > 0)`;
      const send = type === 'real' ? 'float4send' : 'float8send';
      return `case when ${isShownWhole} then cast(to_json(${of}) as text) else 'x' || encode(${send}(${of}), 'hex') end`;
    }
    default:
      return undefined;
  }
}
