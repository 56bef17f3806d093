import fc from 'fast-check';
import { expect, it } from 'vitest';

import { usageBatch } from '../../testing/ledgerArbitraries.ts';
import { buffersOf, packedPart, unpackedPart } from './packedPart.ts';

it('a part arrives as it was sent', () => {
  fc.assert(
    fc.property(usageBatch, (batch) => {
      const part = {
        batch,
        copies: 7,
        filesDone: 1,
        filesRead: 1,
        bytesDone: 2 ** 33,
        skipped: [{ file: 'f', line: 1, reason: 'invalid JSON' }],
        skippedCount: 1,
        unknownTypes: [['x', 2]] as [string, number][],
      };
      const packed = packedPart(part);
      const transfer = buffersOf(packed);
      expect(new Set(transfer).size).toBe(7);
      expect(unpackedPart(structuredClone(packed, { transfer }))).toEqual(part);
    }),
    { numRuns: 300 },
  );
});
