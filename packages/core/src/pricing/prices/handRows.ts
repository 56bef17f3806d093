import type { PriceRow } from '../PriceRow.ts';
import { alibaba } from './alibaba.ts';
import { anthropic } from './anthropic.ts';
import { anthropicBatch } from './anthropicBatch.ts';
import { anthropicBatchRegional } from './anthropicBatchRegional.ts';
import { anthropicFast } from './anthropicFast.ts';
import { anthropicFastRegional } from './anthropicFastRegional.ts';
import { anthropicRegional } from './anthropicRegional.ts';
import { deepseek } from './deepseek.ts';
import { google } from './google.ts';
import { googleDiscounts } from './googleDiscounts.ts';
import { googleOpen } from './googleOpen.ts';
import { googleListedTiers, openaiListedTiers, xaiListed } from './listedTiers.ts';
import { openai } from './openai.ts';
import { openaiDiscounts } from './openaiDiscounts.ts';
import { openaiFast } from './openaiFast.ts';
import { openaiPriority } from './openaiPriority.ts';
import { openaiRegional } from './openaiRegional.ts';
import { tableRows } from './tableRows.ts';
import { zai } from './zai.ts';

/** The prices that were written by hand, with their history: they win over generated ones. */
export const handRows = (): readonly PriceRow[] => [
  ...anthropic,
  ...anthropicBatch,
  ...anthropicFast,
  ...anthropicRegional,
  ...openai,
  ...openaiPriority,
  ...google,
  ...[
    anthropicBatchRegional,
    anthropicFastRegional,
    openaiDiscounts,
    openaiFast,
    openaiRegional,
    googleDiscounts,
    googleOpen,
    deepseek,
    alibaba,
    zai,
  ].flatMap(tableRows),
  ...[openaiListedTiers, googleListedTiers, xaiListed].flatMap(tableRows),
];
