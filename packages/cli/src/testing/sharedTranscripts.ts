import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../../shared/data/transcripts', import.meta.url));

/** Folder of real transcripts beside the checkout; `undefined` where there is none, and the tests do with made-up ones. */
export const sharedTranscripts: string | undefined = existsSync(folder) ? folder : undefined;
