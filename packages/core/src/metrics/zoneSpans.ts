import { tzOffset } from '@date-fns/tz/tzOffset';
import { UsageError } from '../errors.ts';
import { DAY_MS, MINUTE_MS } from '../model/timeSlot.ts';

/** A stretch of time in which a zone's offset is constant, in ms. Half-open. */
export interface ZoneSpan {
  startMs: number;
  endMs: number;
  /** Local time minus UTC, ms. */
  offsetMs: number;
}

/**
 * Two transitions of a zone are at least seven days apart (Boa Vista, October 2000; Gaza, October 2040: measured over
 * all zones, 1990 … 2045), so probes three days apart cannot miss a pair that cancels out.
 */
const PROBE_MS = 3 * DAY_MS;
const PROBES_PER_BLOCK = 128;
const BLOCK_MS = PROBE_MS * PROBES_PER_BLOCK;
/** Zone names come from requests: the cache must not grow with them. */
const MAX_ZONES = 64;

/** A zone under the runtime's own spelling, with the spans of each block looked at so far. */
interface KnownZone {
  name: string;
  blocks: Map<number, ZoneSpan[]>;
}
const zones = new Map<string, KnownZone>();

function zoneOf(timeZone: string): KnownZone {
  const known = zones.get(timeZone);
  if (known) return known;
  let name: string;
  try {
    // An absent zone would silently mean the zone of the machine, and tzOffset itself also reads an offset out of any
    // text that holds one ('Mars+05'), so the zone is checked first.
    if (typeof timeZone !== 'string') throw new TypeError('no text');
    name = new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new UsageError(
      'invalid_time_zone',
      `'${String(timeZone)}' is not a time zone: use an IANA name such as 'Europe/Berlin', or 'UTC'`,
      { cause },
    );
  }
  if (zones.size >= MAX_ZONES) zones.clear();
  const zone: KnownZone = { name, blocks: new Map() };
  zones.set(timeZone, zone);
  return zone;
}

const offsetMsAt = (timeZone: string, atMs: number): number =>
  Math.round(tzOffset(timeZone, new Date(atMs)) * MINUTE_MS);

/** The first instant after `fromMs` that does not have its offset, by bisection: `toMs` does not. */
function transitionMs(timeZone: string, fromMs: number, toMs: number, offsetMs: number): number {
  let [before, after] = [fromMs, toMs];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetMsAt(timeZone, middle) === offsetMs) before = middle;
    else after = middle;
  }
  return after;
}

function blockSpans(timeZone: string, block: number): ZoneSpan[] {
  const blockStartMs = block * BLOCK_MS;
  let span: ZoneSpan = { startMs: blockStartMs, endMs: blockStartMs, offsetMs: offsetMsAt(timeZone, blockStartMs) };
  const spans = [span];
  for (let i = 1; i <= PROBES_PER_BLOCK; i += 1) {
    const atMs = blockStartMs + i * PROBE_MS;
    const offsetMs = offsetMsAt(timeZone, atMs);
    if (offsetMs !== span.offsetMs) {
      span.endMs = transitionMs(timeZone, atMs - PROBE_MS, atMs, span.offsetMs);
      span = { startMs: span.endMs, endMs: atMs, offsetMs };
      spans.push(span);
    }
    span.endMs = atMs;
  }
  return spans;
}

/**
 * The offsets of a zone over `[startMs, endMs)`: maximal spans that tile it, ascending; none when it is empty.
 * Transitions are searched once per zone and about a year, then remembered.
 *
 * @throws `invalid_time_zone`
 * @example
 * zoneSpans(0, 3_600_000, 'Asia/Tokyo') // => [{ startMs: 0, endMs: 3600000, offsetMs: 32400000 }]
 */
export function zoneSpans(startMs: number, endMs: number, timeZone: string): ZoneSpan[] {
  // What is right for UTC needs none of the runtime's time-zone data, which takes long to load.
  if (timeZone === 'UTC') return startMs < endMs ? [{ startMs, endMs, offsetMs: 0 }] : [];
  const { name, blocks } = zoneOf(timeZone);
  const spans: ZoneSpan[] = [];
  for (let block = Math.floor(startMs / BLOCK_MS); block * BLOCK_MS < endMs; block += 1) {
    const cached = blocks.get(block) ?? blockSpans(name, block);
    blocks.set(block, cached);
    for (const span of cached) {
      const part = { ...span, startMs: Math.max(span.startMs, startMs), endMs: Math.min(span.endMs, endMs) };
      // Outside, or begun at the very end of its block: the next one has it whole.
      if (part.startMs >= part.endMs) continue;
      const last = spans.at(-1);
      if (last?.offsetMs === part.offsetMs) last.endMs = part.endMs;
      else spans.push(part);
    }
  }
  return spans;
}
