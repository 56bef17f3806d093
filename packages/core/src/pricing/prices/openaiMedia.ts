import type { PriceTable } from './PriceTable.ts';

/**
 * OpenAI's models for sound and images of which the lists that are read here have one price, and OpenAI has two: «audio tokens» and «image tokens» cost
 * several times what those of text do, and a request does not tell them apart. So they have no price.
 */
export const openaiMedia: PriceTable = {
  provider: 'openai',
  source: 'https://developers.openai.com/api/docs/pricing',
  rows: [
    ['gpt-4o-audio-preview', '2026-09-23', '-', { begins: 'gpt-4o-audio-preview' }],
    ['gpt-4o-mini-audio-preview', '2026-09-23', '-', { begins: 'gpt-4o-mini-audio' }],
    ['gpt-4o-transcribe', '2026-09-23', '-', { names: 'gpt-4o-transcribe-diarize' }],
    ['gpt-4o-mini-transcribe', '2026-09-23', '-'],
    ['gpt-5-image', '2026-09-23', '-'],
    ['gpt-5-image-mini', '2026-09-23', '-'],
    ['gpt-5.4-image-2', '2026-09-23', '-'],
  ],
};
