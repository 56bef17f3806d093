import { objectOf, textOf } from '../recordFields.ts';
import type { ParserState } from './ParserState.ts';

/** What the settings of a thread say of its next turns. */
export interface ThreadSettings {
  /** `''` once a turn's context has said it. */
  model: string;
  /** The tier as it was chosen, `''` for none. */
  tier: string;
}

/** The settings that an event states; `undefined` where it states none. */
export function settingsOf(payload: Record<string, unknown>): ThreadSettings | undefined {
  const settings = objectOf(payload['thread_settings']);
  return settings && { model: textOf(settings['model']), tier: textOf(settings['service_tier']) };
}

/**
 * Notes the model of a turn: what its context states, and until that comes what the settings named. A context that comes again in its turn, as after a compaction, leaves
 * what settings named since for the next one.
 */
export function noteModel(state: ParserState, id: string, stated: string): void {
  const { turn, settings } = state;
  state.model = stated || settings.model || state.model;
  if (stated === '') return;
  const isAgain = turn?.id === id && turn.hasContext === true;
  if (!isAgain || stated === settings.model) settings.model = '';
  if (turn?.id === id) turn.hasContext = true;
}

/** Notes that a request of the turn that goes on was sent: the turn keeps the tier that its first one had. */
export function noteTier({ turn, settings }: ParserState): void {
  if (turn) turn.tier ??= settings.tier;
}

/** Models for which Codex's own lists offer fast mode; for all others it keeps the setting to itself. It knows models by the beginnings of their names, and with a provider in front. */
const FAST_MODELS =
  /^(.*\/)?gpt-(5\.4(?!-mini)|5\.5|5\.6-(sol|terra|luna)|6-(astra|sol|luna)|6\.1-(sol|terra)|6\.2-(sol|astra))/;
/** Its lists have been without this model since then, when 0.158 came. */
const [NO_LONGER_LISTED, SINCE_MS] = [/^(.*\/)?gpt-5\.4/, Date.UTC(2026, 8, 29)];
const FAST = new Set(['priority', 'fast']);

/** The service tier that the turn's requests were sent with. */
export function tierOf({ turn, settings, model }: ParserState, atMs: number): string {
  const tier = turn?.tier ?? settings.tier;
  const isListed = FAST_MODELS.test(model) && !(atMs >= SINCE_MS && NO_LONGER_LISTED.test(model));
  return FAST.has(tier) && isListed ? 'priority' : '';
}
