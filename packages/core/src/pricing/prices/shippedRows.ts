import type { PriceRow } from '../PriceRow.ts';
import { anthropic } from './anthropic.ts';
import { anthropicBatch } from './anthropicBatch.ts';
import { anthropicFast } from './anthropicFast.ts';
import { anthropicRegional } from './anthropicRegional.ts';
import { google } from './google.ts';
import { openai } from './openai.ts';
import { openaiPriority } from './openaiPriority.ts';

/** All prices that come with the library. */
export const shippedRows: readonly PriceRow[] = [
  ...anthropic,
  ...anthropicBatch,
  ...anthropicFast,
  ...anthropicRegional,
  ...openai,
  ...openaiPriority,
  ...google,
];
