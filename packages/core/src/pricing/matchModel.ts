/** What a model id says once its wrapping is taken off. */
export interface ModelName {
  /** Publisher whose prices apply; `''` = not stated, the model alone decides. */
  provider: string;
  /** Canonical id with its snapshot date, if it has one. */
  snapshot: string;
  /** Canonical id. */
  model: string;
  /** `regional` when the id names a cloud's regional endpoint, which has prices of its own; else `''`. */
  residency: '' | 'regional';
}

/** Names under which a publisher bills its own models. */
const PUBLISHERS: Readonly<Record<string, string>> = {
  anthropic: 'anthropic',
  claude: 'anthropic',
  openai: 'openai',
  google: 'google',
  gemini: 'google',
  'gcp.gemini': 'google',
};

/** Platforms that resell other publishers' models at their list prices: the model decides whose. */
const PLATFORMS = new Set([
  'aws.bedrock',
  'bedrock',
  'amazon-bedrock',
  'gcp.vertex_ai',
  'google-vertex',
  'vertex',
  'vertex_ai',
  'azure',
  'azure.ai.openai',
  'azure.ai.inference',
  'foundry',
  'openrouter',
]);

const BEDROCK = /^(?:([a-z]+(?:-[a-z]+)?)\.)?(anthropic|openai|google)\.(.+)$/;
const CLAUDE_FAMILY = 'opus|sonnet|haiku|fable|mythos';

const publisherOf = (provider: string): string => {
  const name = provider.trim().toLowerCase();
  return PLATFORMS.has(name) ? '' : (PUBLISHERS[name] ?? name);
};

const claudeId = (id: string): string =>
  id
    .replace(/(\d)\.(\d)/g, '$1-$2')
    .replace(new RegExp(`^claude-(\\d)-(${CLAUDE_FAMILY})`), 'claude-$2-$1')
    .replace(new RegExp(`^claude-(\\d)-(\\d)-(${CLAUDE_FAMILY})`), 'claude-$3-$1-$2')
    .replace(/^(claude-(?:opus|sonnet)-4)-0(?=-|$)/, '$1');

const gptId = (id: string): string => id.replace(/^gpt-(\d)-(\d)(?=-|$)/, 'gpt-$1.$2');

/**
 * Who bills a model and which one it is, from the names a source wrote. Taken off: routes (`openrouter/anthropic/…`), the mark of a long context
 * window (`[1m]`), Bedrock's region and version (`us.anthropic.…-v1:0`), Vertex's version (`@20250929`), the snapshot date; older and newer word
 * orders of Claude ids become the newer one, `gpt-5-4` becomes `gpt-5.4`. Nothing is guessed: an id nobody knows comes back as it is.
 *
 * @example
 * matchModel('', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0').model // => 'claude-sonnet-4-5'
 * @example
 * matchModel('openai', 'gpt-5.4-2026-03-05') // => { provider: 'openai', snapshot: 'gpt-5.4-2026-03-05', model: 'gpt-5.4', residency: '' }
 */
export function matchModel(provider: string, model: string): ModelName {
  const path = model.trim().toLowerCase().split('/');
  let id = (path.at(-1) ?? '').replace(/\[[^\]]*\]$/, '');
  let publisher = publisherOf(provider);
  let residency: ModelName['residency'] = '';
  const route = path.at(-2);
  if (publisher === '' && route !== undefined && PUBLISHERS[route] !== undefined) publisher = PUBLISHERS[route];
  const bedrock = BEDROCK.exec(id);
  if (bedrock) {
    publisher ||= bedrock[2] ?? '';
    // Without `global.` Bedrock keeps the request in a region, which costs more from the Claude 4.5 models on.
    residency = bedrock[1] === 'global' ? '' : 'regional';
    id = (bedrock[3] ?? '').replace(/-v\d+(?::\d+)?$/, '');
  }
  id = id.replace(/@(\d{8})$/, '-$1').replace(/@(?:latest|default)$/, '');
  id = id.startsWith('claude-') ? claudeId(id) : gptId(id);
  const undated = id.replace(/-(?:latest|20\d{6}|20\d\d-\d\d-\d\d)$/, '');
  return { provider: publisher, snapshot: id, model: undated, residency };
}
