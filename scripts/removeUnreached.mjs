import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { unreachedDeclarations } from './unreachedDeclarations.mjs';

// Run in a package's folder after its build: declarations of what stays inside of the package are not packed.
const folder = process.cwd();
for (const file of unreachedDeclarations(folder)) rmSync(join(folder, file));
