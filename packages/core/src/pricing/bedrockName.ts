/** What an id of Bedrock says of a model whose list price Bedrock keeps. */
export interface BedrockName {
  publisher: string;
  /** The publisher's own id. */
  id: string;
  /** The geography of its inference profile (`us`, `us-gov`, `global`); `''` when it names none. */
  profile: string;
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
 * bedrockName('us.anthropic.claude-sonnet-4-5-20250929-v1:0') // => { publisher: 'anthropic', id: 'claude-sonnet-4-5-20250929', profile: 'us' }
 */
export function bedrockName(id: string): BedrockName | undefined {
  const parts = id.includes('.') ? ID.exec(id) : null;
  if (!parts) return undefined;
  return { publisher: parts[2] ?? '', id: (parts[3] ?? '').replace(VERSION, ''), profile: parts[1] ?? '' };
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
