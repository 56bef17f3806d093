import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { type Ran, ranUsagekit } from './ranUsagekit.ts';

/** A temporary home folder in which the program runs. */
export class Workspace {
  readonly home = mkdtempSync(join(tmpdir(), 'usagekit-cli-'));

  /** Absolute path of something in it. */
  path(name: string): string {
    return join(this.home, name);
  }

  write(name: string, text: string | Uint8Array): string {
    const file = this.path(name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  run(...args: string[]): Promise<Ran> {
    return ranUsagekit(args, this.home);
  }

  /** Standard output of a run that has to succeed, as JSON. The caller says what it is. */
  async json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`usagekit ${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
