import { awsRegion, bedrockName, isBedrockArn } from './bedrockName.ts';
import { hostNamed } from './hostNamed.ts';
import { platformNamed } from './platformNamed.ts';
import { publisherNamed } from './publisherNamed.ts';
import { vertexPath } from './vertexPath.ts';

/** What a model id says once its wrapping is taken off. */
export interface ModelName {
  /** Publisher whose prices apply; `''` = not stated, the model alone decides. */
  provider: string;
  /** The platform that sells it, when a source named one: `openrouter`, `bedrock`, `vertex`, `azure`, or `host`; else `''`. */
  platform: string;
  /** A provider or route that no list here knows (`groq`, a proxy of the user's own); `''` when there is none. */
  host: string;
  /** The source named the publisher itself as the provider, and no platform between. */
  byPublisher: boolean;
  /** Canonical id with its snapshot date, if it has one. */
  snapshot: string;
  /** Canonical id. */
  model: string;
  /**
   * `regional` when the id names a cloud's regional endpoint, `eu`, `us` or `global` when it names a kind of Azure's deployments (`azure/eu/gpt-5`,
   * `azure/global-standard/gpt-5`), `cn` when a provider's platform in mainland China sells it; else `''`.
   */
  residency: '' | 'regional' | 'eu' | 'us' | 'global' | 'cn';
  /**
   * Where a cloud's regional endpoint is when the id names it: the geography of a profile of Bedrock (`us`, `eu`, `apac`), else its region
   * (`bedrock/sa-east-1/…`), of Vertex its location (`us-east5`); else `''`.
   */
  region: string;
}

/** What LiteLLM calls the kinds of Azure's deployments that have prices of their own. */
const AZURE_KINDS: ReadonlyMap<string, ModelName['residency']> = new Map([
  ['eu', 'eu'],
  ['us', 'us'],
  ['global', 'global'],
  ['global-standard', 'global'],
]);
const CLAUDE_FAMILY = 'opus|sonnet|haiku|fable|mythos';

/** `claude-opus-4-0`, `claude-sonnet-5.0`. */
const NO_MINOR = new RegExp(`^(claude-(?:${CLAUDE_FAMILY})-\\d)-0(?=-|$)`);
const OLD_ORDER = new RegExp(`^claude-(\\d)(?:-(\\d))?-(${CLAUDE_FAMILY})`);

/** `claude-3-5-sonnet-v2` is a snapshot of a model that its date names; `claude-v2:1` is Bedrock's name of Claude 2.1. */
const unversioned = (id: string): string =>
  id
    .replace(/(?<=\d.*)-v\d+(?::\d+)?(?=-20\d{6}$|$)/, '')
    .replace(/^claude-v2(?::(\d))?$/, (_, minor: string | undefined) => `claude-2${minor ? `-${minor}` : ''}`);

// At a program's start each regular expression that runs costs more than the plain test before it.
const claudeId = (written: string): string => {
  const versioned = written.includes('-v') ? unversioned(written) : written;
  const id = versioned.includes('.') ? versioned.replace(/(\d)\.(\d)/g, '$1-$2') : versioned;
  const digit = id.charCodeAt('claude-'.length);
  const isOld = digit >= 48 && digit <= 57;
  const ordered = isOld
    ? id.replace(OLD_ORDER, (_, major: string, minor: string | undefined, family: string) =>
        ['claude', family, major, minor].filter(Boolean).join('-'),
      )
    : id;
  return ordered.includes('-0') ? ordered.replace(NO_MINOR, '$1') : ordered;
};

const gptId = (id: string): string => (id.startsWith('gpt-') ? id.replace(/^gpt-(\d)-(\d)(?=-|$)/, 'gpt-$1.$2') : id);

/** A snapshot date, or `-latest` after a name with a version: `gemini-pro-latest` names whatever is newest, which is not `gemini-pro`. */
const SNAPSHOT = /-20(?:\d{6}|\d\d-\d\d-\d\d)$|(?<=\d.*)-latest$/;

/** Parts of a path that name nobody: Google's `models/…` and `publishers/google/models/…`. */
const NOBODY = new Set(['', 'models', 'publishers']);

const isUnknown = (name: string): boolean =>
  name !== '' && publisherNamed(name) === undefined && platformNamed(name) === undefined;
const isUnknownRoute = (route: string): boolean => !NOBODY.has(route) && isUnknown(route);

/**
 * Who bills a model and which one it is, from the names a source wrote. Taken off: routes (`openrouter/anthropic/…`), the mark of a long context
 * window (`[1m]`), Bedrock's region and version (`us.anthropic.…-v1:0`), Vertex's resource path and version (`projects/…/models/…@20250929`), the snapshot date or `-latest`; older and newer word
 * orders of Claude ids become the newer one, `gpt-5-4` becomes `gpt-5.4`. Nothing is guessed: an id nobody knows comes back as it is.
 *
 * @example
 * matchModel('', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0').model // => 'claude-sonnet-4-5'
 * @example
 * matchModel('openai', 'gpt-5.4-2026-03-05').snapshot // => 'gpt-5.4-2026-03-05'
 */
export function matchModel(provider: string, model: string): ModelName {
  const path = model.trim().toLowerCase().split('/');
  let id = path.at(-1) ?? '';
  if (id.endsWith(']')) id = id.replace(/\[[^\]]*\]$/, '');
  const seller = provider.trim().toLowerCase();
  const vertex = vertexPath(path);
  const routes = vertex ? ['vertex', vertex.publisher] : path.slice(0, -1);
  const known = [seller, ...routes].map((it) => (isBedrockArn(it) ? 'bedrock' : platformNamed(it))).find(Boolean);
  // Whoever is not known asks prices of their own where a model has not one list price everywhere.
  const unknown = seller === '' && known === undefined ? routes.find(isUnknownRoute) : undefined;
  const host = isUnknown(seller) ? hostNamed(seller) : hostNamed(unknown ?? '');
  const named = publisherNamed(seller);
  const bedrock = bedrockName(id);
  const isOnBedrock = bedrock && !named && (host === '' || bedrock.isNobodyElses);
  const platform = known ?? (isOnBedrock ? 'bedrock' : host);
  const route = routes.map(publisherNamed).findLast((publisher) => publisher !== undefined);
  let publisher = named?.id ?? '';
  let residency: ModelName['residency'] = named?.residency ?? '';
  let region = '';
  if (publisher === '' && route !== undefined) ({ id: publisher, residency } = route);
  if (vertex) ({ residency, region } = vertex);
  if (platform === 'azure') residency = routes.map((it) => AZURE_KINDS.get(it)).find(Boolean) ?? residency;
  const ofAws = bedrock || platform === 'bedrock' ? awsRegion(path.slice(0, -1)) : '';
  if (bedrock) {
    publisher ||= bedrock.publisher;
    // Without `global.` Bedrock keeps the request in a region, which costs more from the Claude 4.5 models on.
    if (host === '' || platform !== host) {
      region = bedrock.profile === 'global' ? '' : bedrock.profile || ofAws;
      residency = bedrock.profile === 'global' ? '' : 'regional';
    }
    ({ id } = bedrock);
  } else if (ofAws !== '') [residency, region] = ['regional', ofAws];
  if (id.includes('@')) id = id.replace(/@(\d{8})$/, '-$1').replace(/@(?:latest|default)$/, '');
  id = id.startsWith('claude-') ? claudeId(id) : gptId(id);
  const isDated = id.includes('-20') || id.endsWith('-latest');
  const undated = isDated ? id.replace(SNAPSHOT, '') : id;
  const byPublisher = platform === '' && seller !== '';
  return { provider: publisher, platform, host, byPublisher, snapshot: id, model: undated, residency, region };
}
