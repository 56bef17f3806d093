import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { sampleTranscripts } from '@usagekit/core/sample';

/** A temporary folder that looks like the home folder of somebody who used both agents for a year. */
export interface SampleFolder {
  folder: string;
  remove(): void;
}

/**
 * Writes the sample transcripts into a new temporary folder.
 *
 * @param endMs when the sample's year ends
 */
export function sampleFolder(endMs: number): SampleFolder {
  const folder = mkdtempSync(join(tmpdir(), 'usagekit-sample-'));
  for (const { path, lines } of sampleTranscripts({ end: endMs })) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
