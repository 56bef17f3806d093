import { SCANNER_GLOBAL as G, SCANNER_LAYOUT as AT } from '../scannerLayout.ts';
import { wasm as w } from './wasm.ts';
import type { Code, WasmFunction } from './WasmFunction.ts';

/** Phrases that several functions of the scanner are made of. */
export const code = {
  byte: (text: string): Code => w.int(text.charCodeAt(0)),
  isDigit: (c: Code): Code => w.below(w.subtract(c, w.int(0x30)), w.int(10)),
  /** Whether a byte is one of these Latin-1 characters. */
  isOneOf: (c: Code, characters: string): Code =>
    [...characters].map((x) => w.equal(c, w.int(x.charCodeAt(0)))).reduce((a, b) => w.or(a, b)),
  call: (f: WasmFunction, ...operands: Code[]): Code => w.call(f.index, ...operands),
  /** Adds to a local. */
  step: (f: WasmFunction, local: number, by: number): void => f.set(local, w.add(w.get(local), w.int(by))),
  /** Leaves the line to `JSON.parse`. */
  fail: (f: WasmFunction): void => {
    f.do(w.setGlobal(G.bad, w.int(1)));
    f.return(w.get(0));
  },
  /** Puts one character out. */
  put: (f: WasmFunction, character: string): void => {
    f.do(w.store8(w.global(G.out), w.int(character.charCodeAt(0))));
    f.do(w.setGlobal(G.out, w.add(w.global(G.out), w.int(1))));
  },
  /** Bits in which sixteen bytes differ from those of a text of the tables, small and capital letters being the same if `folded`. */
  difference: (at: Code, text: Code, offset: number, folded: boolean): Code => {
    const here = w.vector(at, offset);
    const compared = folded ? w.vectorOr(here, w.bytes(0x20)) : here;
    return w.vectorAnd(w.vectorXor(compared, w.vector(text, AT.key + offset)), w.vector(text, AT.mask + offset));
  },
} as const;
