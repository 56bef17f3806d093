import type { PriceRow } from '../PriceRow.ts';
import { listedRates } from './listedRates.ts';

/** Its global endpoint, and all of its regional ones but those of GovCloud. */
const EVERYWHERE = ['', 'global', 'not_available', 'regional'];

const extended = {
  id: 'bedrock/claude-sonnet-3-5@2025-12-01',
  provider: 'bedrock',
  model: 'claude-sonnet-3-5',
  residency: EVERYWHERE,
  validFrom: '2025-12-01',
  knownFrom: '2025-12-01',
  source: 'https://aws.amazon.com/bedrock/pricing/',
};

/** Both Claude 3.5 Sonnet in Bedrock's extended access, the time between a model's end of support and its retirement. Cache rates by batch are on no list. */
export const bedrock: readonly PriceRow[] = [
  { ...extended, rates: listedRates('6', '30', '0.6', '7.5') },
  {
    ...extended,
    id: 'bedrock/claude-sonnet-3-5:batch@2025-12-01',
    serviceTier: 'batch',
    rates: listedRates('3', '15'),
  },
];
