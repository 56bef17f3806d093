import { platformNamed } from '../platformNamed.ts';
import { sellerNamed } from '../sellerNamed.ts';
import { endpointOf } from './endpointOf.ts';

/** A part of a model's key that is a region: `azure/eu/…`, `azure/global-standard/…`, `bedrock/us-gov-west-1/…`. */
const REGION = /^(?:us|eu|global|[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d)$/;

/**
 * Who sells an entry of LiteLLM's map and where, as price rows name it. The map has several providers for one platform: `bedrock_converse`,
 * `vertex_ai-anthropic_models`.
 *
 * @param name the entry's key
 * @param provider its `litellm_provider`
 * @example
 * litellmSeller('us.anthropic.claude-opus-5', 'bedrock_converse') // => { seller: 'bedrock', residency: 'regional:us' }
 */
export function litellmSeller(name: string, provider: unknown): { seller: string; residency: string } {
  const written = typeof provider === 'string' ? provider : '';
  const { seller, residency } = sellerNamed(written.startsWith('vertex_ai-') ? 'vertex_ai' : written);
  const route = name
    .split('/')
    .slice(1, -1)
    .map((part) => (part === 'global-standard' ? 'global' : part))
    .find((part) => REGION.test(part));
  return { seller, residency: residency || (platformNamed(seller) !== undefined && route) || endpointOf(name) };
}
