import { expect, it } from 'vitest';

import { aiSdkToolKey } from './aiSdkToolKey.ts';

const hostedKey = (hosted: Map<string, string>, n: number, id: string, isCalled: boolean) =>
  aiSdkToolKey({ key: `request/${n}`, session: 's' }, { id, isHosted: true, isCalled }, hosted);

it('remembers the last thousand calls that the provider runs, and no more', () => {
  const hosted = new Map<string, string>();
  for (let n = 0; n < 3000; n += 1) hostedKey(hosted, n, `call_${n}`, true);
  expect(hosted.size).toBe(1000);
  const ofResults = [2999, 2000, 1999].map((n) => hostedKey(hosted, 5000, `call_${n}`, false));
  expect(ofResults).toEqual(['request/2999/call_2999', 'request/2000/call_2000', 'request/5000/call_1999']);
});

it('remembers longest what was called last, and keeps it after its result, which may be told of twice', () => {
  const hosted = new Map<string, string>();
  hostedKey(hosted, 0, 'call_a', true);
  for (let n = 1; n < 1000; n += 1) hostedKey(hosted, n, `call_${n}`, true);
  hostedKey(hosted, 1000, 'call_a', true);
  hostedKey(hosted, 1001, 'call_b', true);
  const ofResults = ['call_a', 'call_a', 'call_1'].map((id) => hostedKey(hosted, 5000, id, false));
  expect(ofResults).toEqual(['request/1000/call_a', 'request/1000/call_a', 'request/5000/call_1']);
});
