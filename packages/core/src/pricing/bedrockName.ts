/** What an id of Bedrock says of a model whose list price Bedrock keeps. */
export interface BedrockName {
  publisher: string;
  /** The publisher's own id. */
  id: string;
  /** The geography of its inference profile (`us`, `us-gov`, `global`); `''` when it names none. */
  profile: string;
  /** It names a profile, or Anthropic: Oracle's cloud has ids of the others, such as `openai.gpt-oss-120b` and `google.gemini-2.5-pro`, which look alike. */
  isNobodyElses: boolean;
}

// Only publishers whose list prices Bedrock keeps: the others have prices of its own.
const ID = /^(?:([a-z]+(?:-[a-z]+)?)\.)?(anthropic|openai|google)\.(.+)$/;
/** Its version of a model; of a name without another number it is the model's own (`claude-v2:1` is Claude 2.1). */
const VERSION = /(?<=\d.*)-v\d+(?::\d+)?$/;
/** A region of AWS, by itself as in `bedrock/sa-east-1/…`, or in the ARN of a model. */
const REGION = /^(?:arn:aws[a-z-]*:bedrock:(?=[^:]))?([a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d)(?=:|$)/;

/**
 * Reads an id of Bedrock, in lower case; `undefined` for any other, and for one of a publisher for whose models Bedrock asks prices of its own.
 *
 * @example
 * bedrockName('us.anthropic.claude-sonnet-4-5-20250929-v1:0') ?.id // => 'claude-sonnet-4-5-20250929'
 */
export function bedrockName(id: string): BedrockName | undefined {
  const parts = id.includes('.') ? ID.exec(id) : null;
  if (!parts) return undefined;
  const [, profile = '', publisher = '', named = ''] = parts;
  const isNobodyElses = profile !== '' || publisher === 'anthropic';
  return { publisher, id: named.replace(VERSION, ''), profile, isNobodyElses };
}

/**
 * Whether a part of a path, in lower case, is the beginning of a resource name of Bedrock.
 *
 * @example
 * isBedrockArn('arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model') // => true
 */
export function isBedrockArn(part: string): boolean {
  return part.startsWith('arn:aws') && part.split(':')[2] === 'bedrock';
}

/**
 * The region of AWS that a part of a path before a model's id names, `''` when there is none.
 *
 * @example
 * awsRegion(['bedrock', 'us-gov-west-1']) // => 'us-gov-west-1'
 */
export function awsRegion(path: readonly string[]): string {
  for (const part of path) {
    const region = REGION.exec(part)?.[1];
    if (region !== undefined) return region;
  }
  return '';
}
