import { spelledName } from './spelledName.ts';

/** Whose price list holds, and for which of its platforms. */
export interface Publisher {
  /** As in `PriceRow.provider`. */
  id: string;
  /** `cn` = the list of its platform in mainland China, which differs. */
  residency: '' | 'cn';
}

/** Names under which a publisher bills its own models: what sources, routers and telemetry call it, as `spelledName` writes it. */
const NAMES: readonly (readonly [id: string, ...names: string[]])[] = [
  ['anthropic', 'anthropic-text', 'claude'],
  ['openai', 'text-completion-openai'],
  ['google', 'gcp-gemini', 'gemini', 'google-ai-studio', 'google-generative-ai', 'google-genai'],
  ['xai', 'x-ai', 'grok'],
  ['mistral', 'mistral-ai', 'mistralai'],
  ['deepseek', 'deepseek-ai'],
  ['moonshot', 'kimi', 'moonshot-ai', 'moonshotai'],
  ['alibaba', 'alibaba-cloud', 'dashscope', 'modelstudio', 'qwen'],
  ['minimax', 'minimaxai'],
  ['zai', 'z-ai', 'zai-org'],
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
  return PUBLISHERS.get(name) ?? PUBLISHERS.get(spelledName(name));
}
