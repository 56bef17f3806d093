import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const cli = join(root, 'packages/cli');

/** What an application has: names that the snippets take as given. */
const HOST = `
import type { AnalyticsQuery, Dimension, UsageAnalytics } from '@usagekit/core';
import type { Usagekit } from '@usagekit/core/service';
import type { UsageSource } from '@usagekit/core/sources';
import type { UsageStore } from '@usagekit/core/storage';
import type { LanguageModel, ModelMessage } from 'ai';
import type { Kysely } from 'kysely';
declare global {
  const store: UsageStore;
  const sources: UsageSource[];
  const usage: Usagekit;
  const db: Kysely<unknown>;
  const organisation: { id: string };
  const [chatId, userId, prompt]: [string, string, string];
  const model: LanguageModel;
  const messages: ModelMessage[];
  const analytics: UsageAnalytics;
  const query: AnalyticsQuery;
  const setQuery: (query: AnalyticsQuery) => void;
}`;
const OTHERS = `
declare module '@anthropic-ai/claude-agent-sdk' { export function query(of: { prompt: string }): AsyncIterable<unknown>; }
declare module '*.css';
`;

/** What the command line does not depend on. */
const PACKAGES = ['ai', '@types/pg'];

it('the snippets of the READMEs compile in strict mode', () => {
  const folder = mkdtempSync(join(cli, 'snippets-'));
  try {
    const documents = ['README.md', ...globSync('packages/{*,core/src/**}/README.md', { cwd: root })];
    const snippets = documents.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/^```(tsx?)\n([\s\S]*?)^```/gm)].map(
        ([, kind = '', code = '']) => ({ file, kind, code }),
      ),
    );
    expect(snippets.length).toBeGreaterThan(8);
    for (const [i, { file, kind, code }] of snippets.entries()) {
      const name = `${file.replaceAll(/\W/g, '_')}_${i}.${kind}`;
      writeFileSync(join(folder, name), `${code}\nexport {};\n`);
    }
    writeFileSync(join(folder, 'host.ts'), HOST);
    writeFileSync(join(folder, 'others.d.ts'), OTHERS);
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
    for (const name of PACKAGES) {
      symlinkSync(join(root, 'packages/core/node_modules', name), join(folder, 'node_modules', name));
    }
    const compilerOptions = { jsx: 'react-jsx', types: ['node'] };
    const options = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['.'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const tsc = join(root, 'node_modules/.bin/tsc');
    const { stdout } = spawnSync(tsc, ['-p', folder, '--pretty', 'false'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
