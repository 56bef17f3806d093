import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Declarations of a built package that its users cannot come to: no entry point names them as its types, and nothing imports them that one reaches.
 *
 * @param {string} folder path of the package
 * @returns {string[]} paths of files, relative to the folder
 * @throws {Error} when an entry point, or a file that is imported, is missing
 */
export function unreachedDeclarations(folder) {
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const reached = new Set();
  const visit = (file) => {
    if (reached.has(file)) return;
    if (!existsSync(file)) throw new Error(`${file} is missing`);
    reached.add(file);
    for (const [, module] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)) {
      visit(resolve(dirname(file), module.replace(/\.(ts|tsx|js)$/, '.d.ts')));
    }
  };
  for (const { types } of Object.values(exports)) visit(resolve(folder, types));
  return globSync('dist/**/*.d.ts', { cwd: folder }).filter((file) => !reached.has(resolve(folder, file)));
}
