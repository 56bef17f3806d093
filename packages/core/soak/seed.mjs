import fc from 'fast-check';

// Whatever a test generates without a seed of its own is made from this one.
fc.configureGlobal({ seed: Number(process.env['USAGEKIT_SOAK_SEED'] ?? 1) });
