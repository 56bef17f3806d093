import { sellerNamed } from '../sellerNamed.ts';
import { endpointOf } from './endpointOf.ts';

/** A part of a key before the model's id that is a region of some cloud. */
const PLACE = /^(?:us|eu|(?:[a-z]{2}|asia|australia|europe)(?:-gov|-iso[a-z]?)?-[a-z]+-?\d+)$/;

/** Who sells an entry of LiteLLM's map and where, as price rows name it. */
export interface LitellmSeller {
  seller: string;
  /** As a request of the key has it; `''` = none. */
  residency: string;
  /** A region that the key names and no request of this seller does. */
  unsaid?: string;
}

/**
 * Who sells an entry of LiteLLM's map and where, as price rows name it. The map has several providers for one platform: `bedrock_converse`,
 * `vertex_ai-anthropic_models`.
 *
 * @param name the entry's key
 * @param provider its `litellm_provider`
 * @example
 * litellmSeller('us.anthropic.claude-opus-5', 'bedrock_converse') // => { seller: 'bedrock', residency: 'regional:us' }
 * @example
 * litellmSeller('bedrock/sa-east-1/meta.llama3-70b-instruct-v1:0', 'bedrock') // => { seller: 'bedrock', residency: 'regional:sa-east-1' }
 */
export function litellmSeller(name: string, provider: unknown): LitellmSeller {
  const written = typeof provider === 'string' ? provider : '';
  const named = sellerNamed(written.startsWith('vertex_ai-') ? 'vertex_ai' : written);
  const { seller } = named;
  const residency = named.residency || endpointOf(name, seller);
  const place = name
    .split('/')
    .slice(1, -1)
    .find((part) => PLACE.test(part));
  const isSaid = place === undefined || residency !== '' || seller === 'bedrock';
  return { seller, residency, ...(!isSaid && { unsaid: place }) };
}
