import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Rollup } from 'vite';
import { describe, expect, it } from 'vitest';

const dist = resolve(import.meta.dirname, '../packages/core/dist');
const files = globSync('**/*.js', { cwd: dist });

describe('the built library in a bundle', () => {
  it('names no file or program by an expression: a bundler that follows it takes in all there is', () => {
    const found = files.filter((file) =>
      /new URL\(\s*[^"'\s][^)]*import\.meta|new Worker\(\s*[^"'\s]/.test(readFileSync(join(dist, file), 'utf8')),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });

  it.each(['sources/claude-code', 'sources/codex', 'sources', 'service', 'sqlite', 'recorder'])(
    'of %s for a server: no test library, nothing but Node and the stated packages',
    async (name) => {
      const folder = name === 'sqlite' ? 'storage/sqlite' : name;
      const result = await build({
        configFile: false,
        logLevel: 'silent',
        build: { ssr: join(dist, folder, 'index.js'), write: false, minify: false },
      });
      const { output } = result as Rollup.RollupOutput;
      const imported = output.flatMap((chunk) =>
        'imports' in chunk ? [...chunk.imports, ...chunk.dynamicImports] : [],
      );
      const own = new Set(output.map(({ fileName }) => fileName));
      const foreign = imported.filter((of) => !own.has(of) && !/^(node:|kysely$|date-fns|@date-fns\/)/.test(of));
      expect(foreign).toEqual([]);
    },
  );
});
