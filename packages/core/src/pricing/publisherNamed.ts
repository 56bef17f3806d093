/** Whose price list holds, and for which of its platforms. */
export interface Publisher {
  /** As in `PriceRow.provider`. */
  id: string;
  /** `cn` = the list of its platform in mainland China, which differs. */
  residency: '' | 'cn';
}

/** Names under which a publisher bills its own models: what sources, routers and telemetry call it. */
const NAMES: readonly (readonly [id: string, ...names: string[]])[] = [
  ['anthropic', 'claude'],
  ['openai'],
  ['google', 'gemini', 'gcp.gemini'],
  ['xai', 'x-ai', 'x_ai', 'x.ai', 'grok'],
  ['mistral', 'mistralai', 'mistral_ai', 'mistral-ai'],
  ['deepseek', 'deepseek-ai'],
  ['moonshot', 'moonshotai', 'moonshot_ai', 'moonshot-ai', 'kimi'],
  ['alibaba', 'qwen', 'dashscope', 'alibaba_cloud', 'alibaba-cloud', 'modelstudio'],
  ['minimax', 'minimaxai'],
  ['zai', 'z-ai', 'z.ai', 'z_ai', 'zai-org'],
];
const CHINESE: readonly (readonly [id: string, ...names: string[]])[] = [
  ['zai', 'zhipuai', 'zhipu', 'bigmodel'],
  ['alibaba', 'alibaba-cn'],
  ['moonshot', 'moonshotai-cn'],
  ['minimax', 'minimax-cn'],
];

const PUBLISHERS = new Map<string, Publisher>([
  ...NAMES.flatMap((names) => names.map((name): [string, Publisher] => [name, { id: names[0], residency: '' }])),
  ...CHINESE.flatMap(([id, ...names]) => names.map((name): [string, Publisher] => [name, { id, residency: 'cn' }])),
]);

/**
 * The publisher that a name means, or `undefined` for a name of nobody known. `name` is in lower case.
 *
 * @example
 * publisherNamed('zhipuai') // => { id: 'zai', residency: 'cn' }
 */
export function publisherNamed(name: string): Publisher | undefined {
  return PUBLISHERS.get(name);
}
