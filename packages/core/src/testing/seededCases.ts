import fc from 'fast-check';

// Vitest's set-up: what a test generates without a seed of its own is the same in every run. Long runs bring other seeds.
fc.configureGlobal({ seed: Number(process.env['USAGEKIT_SOAK_SEED'] ?? 20_261_124) });
