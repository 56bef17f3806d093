import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { TOKEN_COUNTS } from '../model/TokenCounts.ts';
import { RequestRun } from './RequestRun.ts';
import { sealedSums, type SessionSums } from './sessionSums.ts';

const count = fc.oneof(fc.nat(9), fc.maxSafeInteger().map(Math.abs));
const request = fc.record({
  session: fc.nat(1),
  model: fc.constantFrom('a', 'b'),
  tokens: fc.tuple(count, count, count, count, count, count),
  nanoUsd: fc.option(count),
  picoRest: fc.nat(999),
});

it('sums of requests are those of big integers, however large and in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 12 }), (requests) => {
      const [sums, expected]: [SessionSums[], SessionSums[]] = [
        [sealedSums(null), sealedSums(null)],
        [sealedSums(null), sealedSums(null)],
      ];
      const run = new RequestRun();
      for (const { session, model, tokens, nanoUsd, picoRest } of requests) {
        const record = { requestCount: 1, ...Object.fromEntries(TOKEN_COUNTS.map((name, i) => [name, tokens[i]])) };
        run.add(sums[session]!, record as RequestRecord, { nanoUsd, picoRest, priceKey: { model } } as RequestCost);
        const own = expected[session]!;
        const pico = nanoUsd === null ? 0n : BigInt(nanoUsd) * 1000n + BigInt(picoRest);
        own.requests += 1;
        own.tokens = own.tokens.map((sum, i) => sum + BigInt(tokens[i] ?? 0));
        own.costPico += pico;
        own.priced ||= nanoUsd !== null;
        if (nanoUsd === null) {
          own.unpricedRequests += 1;
          own.unpricedTokens += tokens.slice(0, 5).reduce((sum, n) => sum + BigInt(n), 0n);
        }
        own.costByModel.set(model, (own.costByModel.get(model) ?? 0n) + pico);
      }
      run.end();
      expect(sums).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
