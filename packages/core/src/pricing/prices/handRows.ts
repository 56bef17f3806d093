import type { PriceRow } from '../PriceRow.ts';
import { alibaba } from './alibaba.ts';
import { alibabaCache } from './alibabaCache.ts';
import { anthropic } from './anthropic.ts';
import { anthropicBatch } from './anthropicBatch.ts';
import { anthropicBatchRegional } from './anthropicBatchRegional.ts';
import { anthropicFast } from './anthropicFast.ts';
import { anthropicFastRegional } from './anthropicFastRegional.ts';
import { anthropicRegional } from './anthropicRegional.ts';
import { azure } from './azure.ts';
import { bedrock } from './bedrock.ts';
import { deepseek } from './deepseek.ts';
import { google } from './google.ts';
import { googleDiscounts } from './googleDiscounts.ts';
import { googleOpen } from './googleOpen.ts';
import { googleUnpriced } from './googleUnpriced.ts';
import { googleVersions } from './googleVersions.ts';
import { grok } from './grok.ts';
import { googleListedTiers, openaiListedTiers, xaiListed } from './listedTiers.ts';
import { mistral } from './mistral.ts';
import { openai } from './openai.ts';
import { openaiAliases } from './openaiAliases.ts';
import { openaiCacheWrites } from './openaiCacheWrites.ts';
import { openaiDiscounts } from './openaiDiscounts.ts';
import { openaiFast } from './openaiFast.ts';
import { openaiMedia } from './openaiMedia.ts';
import { openaiPriority } from './openaiPriority.ts';
import { openaiRegional } from './openaiRegional.ts';
import { openaiSearchFees } from './openaiSearchFees.ts';
import { tableRows } from './tableRows.ts';
import { vertex } from './vertex.ts';
import { xai } from './xai.ts';
import { zai } from './zai.ts';

/** The prices that were written by hand, with their history: they win over generated ones. */
export const handRows = (): readonly PriceRow[] => [
  ...anthropic,
  ...anthropicBatch,
  ...anthropicFast,
  ...anthropicRegional,
  ...bedrock,
  ...openaiSearchFees(
    openaiCacheWrites([
      ...openai,
      ...openaiPriority,
      ...[openaiAliases, openaiDiscounts, openaiFast, openaiListedTiers, openaiMedia].flatMap(tableRows),
    ]),
  ),
  ...google,
  ...[
    anthropicBatchRegional,
    anthropicFastRegional,
    openaiRegional,
    googleDiscounts,
    googleOpen,
    googleUnpriced,
    googleVersions,
    vertex,
    azure,
    deepseek,
    alibaba,
    alibabaCache,
    mistral,
    xai,
    grok,
    zai,
  ].flatMap(tableRows),
  ...[googleListedTiers, xaiListed].flatMap(tableRows),
];
