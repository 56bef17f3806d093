import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { sourceContractReading } from '../testing/sourceContractReading.ts';
import { claudeCode } from './claude-code/index.ts';
import { claudeAnswer } from './fixtures/claudeAnswer.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-nuls-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nuls = '\0'.repeat(512);
const line = (n: number): string => JSON.stringify(claudeAnswer(`msg_${n}`, 's-1'));

it('a line behind NULs, as a crash leaves them, is read wherever it stands and in whatever pieces; NULs alone are nothing', async () => {
  const reading = sourceContractReading();
  const many = '\0'.repeat(9_000_000);
  const texts = [
    `${nuls}${line(1)}\n${line(2)}\n${nuls}`,
    `${line(3)}\n${nuls}\n${nuls}\r\n${nuls}`,
    `${many}${line(4)}\n${line(5)}\n${nuls}${line(6)}`,
    `\n${nuls}${line(7).slice(0, 50)}\n${line(8)}\n`,
  ];
  let text = '';
  for (const more of texts) {
    text += more;
    writeFileSync(join(folder, 's-1.jsonl'), text);
    await reading.read(claudeCode({ paths: [folder] }));
  }
  const keys = [...reading.ledger.requests.values()].map(({ key }) => key);
  expect(keys).toEqual([1, 2, 3, 4, 5, 6, 8].map((n) => `msg_${n}`));
  expect(reading.skipped).toMatchObject([{ line: 9, reason: 'binary data' }]);
  const atOnce = sourceContractReading();
  await atOnce.read(claudeCode({ paths: [folder] }));
  expect(atOnce.comparable()).toEqual(reading.comparable());
});
