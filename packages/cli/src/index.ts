#!/usr/bin/env node
import nodeModule from 'node:module';

// Nothing else is imported that an older Node could not read: it must get one clear line instead of a syntax error.
// Nor `node:process`, which opens all three standard streams to list what it exports.
const args = process.argv.slice(2);
// Keeps compiled code between runs where Node can (22.8 and later); before anything that is worth keeping is loaded.
nodeModule.enableCompileCache?.();
if (process.getBuiltinModule?.('node:sqlite')) {
  const { main } = await import('./main.ts');
  await main(args);
} else {
  const { onNewerNode } = await import('./onNewerNode.ts');
  process.exitCode = await onNewerNode(args);
}
