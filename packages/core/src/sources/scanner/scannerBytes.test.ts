import { expect, it } from 'vitest';

import { scannerProgram } from './program/scannerProgram.ts';
import { scannerBytes } from './scannerBytes.ts';

it('the committed module is the one that the program in this folder writes', () => {
  const written = Buffer.from(scannerProgram());
  expect(scannerBytes).toBe(written.toString('base64'));
  expect(written.length).toBeLessThan(6000);
});
