import { cleanup } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach } from 'vitest';

// What a test generates without a seed of its own is the same in every run. Long runs bring other seeds.
fc.configureGlobal({ seed: Number(process.env['USAGEKIT_SOAK_SEED'] ?? 20_261_124) });

afterEach(cleanup);
