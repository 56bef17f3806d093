import { scannerBytes } from './scannerBytes.ts';
import { webAssembly } from './webAssembly.ts';

let compiled: object | undefined;
let tried = false;

/** The scanner's module, compiled once; `undefined` where there is no WebAssembly with vectors: then lines are parsed whole. */
export function compiledScanner(): object | undefined {
  if (tried) return compiled;
  tried = true;
  try {
    compiled = webAssembly && new webAssembly.Module(Buffer.from(scannerBytes, 'base64'));
  } catch {
    // An engine without vectors.
  }
  return compiled;
}
