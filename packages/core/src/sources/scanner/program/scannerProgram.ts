import { LINE_KIND, SCANNER_GLOBAL as G, SCANNER_LAYOUT as AT } from '../scannerLayout.ts';
import { byteFunctions } from './byteFunctions.ts';
import { code } from './code.ts';
import { hex, skipString } from './skipString.ts';
import { type ScannerFunctions, valueFunctions } from './valueFunctions.ts';
import { wasm as w } from './wasm.ts';
import { WasmFunction } from './WasmFunction.ts';
import { wasmModule } from './wasmModule.ts';
import { holdsNeedle, writeString } from './writeString.ts';

const { byte, call, put } = code;

/** `scan(from, to, lines, linesEnd, root, idle, idleEnd, needles, needlesEnd, out)`: see {@link scannerProgram}. */
function scan(index: number, { space, lineEnd, matches }: ScannerFunctions, object: WasmFunction): WasmFunction {
  const f = new WasmFunction(index, 'scan', 10);
  const [at, to, lines, linesEnd, root, idle, idleEnd, needles, needlesEnd, out] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const [kind, next, before, c, p] = [f.local(), f.local(), f.local(), f.local(), f.local()];
  f.do(w.setGlobal(G.needles, w.get(needles)), w.setGlobal(G.needlesEnd, w.get(needlesEnd)));
  f.do(w.setGlobal(G.out, w.get(out)));
  f.block('done', () =>
    f.loop('lines', () => {
      f.jumpIf('done', w.atLeast(w.get(at), w.get(to)));
      f.jumpIf('done', w.atLeast(w.get(lines), w.get(linesEnd)));
      f.set(before, w.global(G.out));
      f.set(c, w.load8(w.get(at)));
      f.block('line', () => {
        f.set(kind, w.int(LINE_KIND.idle));
        f.set(next, w.add(w.get(at), w.int(1)));
        f.jumpIf('line', w.equal(w.get(c), w.int(10)));
        f.set(next, w.add(w.get(at), w.int(2)));
        f.jumpIf('line', w.and(w.equal(w.get(c), w.int(13)), w.equal(w.load8(w.get(at), 1), w.int(10))));
        f.set(p, w.get(idle));
        f.block('busy', () =>
          f.loop('idle', () => {
            f.jumpIf('busy', w.atLeast(w.get(p), w.get(idleEnd)));
            const more = w.load32(w.get(p), AT.more);
            f.if(
              call(matches, w.add(w.get(at), w.load32(w.get(p), AT.offset)), w.get(p)),
              () => {
                f.if(w.not(more), () => {
                  f.set(next, call(lineEnd, w.get(at)));
                  f.jump('line');
                });
              },
              () => f.set(p, w.add(w.get(p), w.multiply(more, w.int(AT.textBytes)))),
            );
            f.set(p, w.add(w.get(p), w.int(AT.textBytes)));
            f.jump('idle');
          }),
        );
        f.do(w.setGlobal(G.bad, w.int(0)), w.setGlobal(G.depth, w.int(0)));
        put(f, ',');
        f.set(p, call(space, w.get(at)));
        f.block('wrong', () => {
          f.jumpIf('wrong', w.differ(w.load8(w.get(p)), byte('{')));
          f.set(p, call(object, w.add(w.get(p), w.int(1)), w.get(root)));
          f.jumpIf('wrong', w.global(G.bad));
          f.set(p, call(space, w.get(p)));
          f.jumpIf('wrong', w.differ(w.load8(w.get(p)), w.int(10)));
          f.set(next, w.add(w.get(p), w.int(1)));
          f.set(kind, w.int(LINE_KIND.ascii));
          f.set(p, w.get(before));
          f.block('ascii', () =>
            f.loop('bytes', () => {
              f.jumpIf('ascii', w.atLeast(w.get(p), w.global(G.out)));
              f.if(w.bitmask(w.vector(w.get(p))), () => {
                f.set(kind, w.int(LINE_KIND.utf8));
                f.jump('ascii');
              });
              f.set(p, w.add(w.get(p), w.int(16)));
              f.jump('bytes');
            }),
          );
          f.jump('line');
        });
        f.do(w.setGlobal(G.out, w.get(before)));
        f.set(kind, w.int(LINE_KIND.other));
        f.set(next, call(lineEnd, w.get(at)));
      });
      f.do(w.store32(w.get(lines), w.get(next)));
      f.do(w.store32(w.get(lines), w.get(kind), 4));
      f.do(w.store32(w.get(lines), w.global(G.out), 8));
      f.set(lines, w.add(w.get(lines), w.int(AT.lineBytes)));
      f.set(at, w.get(next));
      f.jump('lines');
    }),
  );
  f.return(w.get(lines));
  return f;
}

/**
 * The line scanner as WebAssembly, written by the functions of this folder. Its one export `scan` goes over whole lines and writes, for each, what the parsers read of it:
 * the same JSON, less the values of keys that the tables do not name, and less the rest of long strings. It checks all of the line; whatever it finds wrong or unusual
 * is left to `JSON.parse`, which alone says what is JSON.
 */
export function scannerProgram(): Uint8Array {
  const bytes = byteFunctions(0);
  const digits = hex(5);
  const skip = skipString(6, digits);
  const needle = holdsNeedle(7);
  const write = writeString(8, bytes.copy, needle);
  const functions: ScannerFunctions = { ...bytes, skipString: skip, holdsNeedle: needle, writeString: write };
  const values = valueFunctions(9, functions);
  const main = scan(12, functions, values.object);
  const all = [...Object.values(bytes), digits, skip, needle, write, ...Object.values(values), main];
  // Every path returns; the validator wants a value after the last one all the same.
  for (const f of all) f.do([0x00]);
  return wasmModule(all, main, Object.keys(G).length);
}
