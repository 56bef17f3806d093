import { FIELD_MODE, SCANNER_GLOBAL as G, SCANNER_LAYOUT as AT } from '../scannerLayout.ts';
import { code } from './code.ts';
import { wasm as w } from './wasm.ts';
import { type Code, WASM_TYPE, WasmFunction } from './WasmFunction.ts';

const { byte, isDigit, isOneOf, call, step, difference } = code;

/** Strings of up to this many bytes are kept whole where only their beginning is read. */
const SHORT = 96;
const BEGINNING = 64;
const OUTPUT_BEGINNING = 256;
/** Longer than any needle with what belongs to it. */
const OVERLAP = 48;

/**
 * `holdsNeedle(from, to)`: whether one of the needles begins in between, in small or capital letters, and within the bytes in which it is looked for. Needles
 * with the same anchor stand together, and are looked for at once: where that letter is.
 */
export function holdsNeedle(index: number): WasmFunction {
  const f = new WasmFunction(index, 'holdsNeedle', 2);
  const [from, to] = [0, 1];
  const [first, needle, at, mask, here, end] = [f.local(), f.local(), f.local(), f.local(), f.local(), f.local()];
  const letter = f.local(WASM_TYPE.v128);
  const anchor = w.load32(w.get(needle), AT.anchor);
  const groupEnd = w.load32(w.get(first), AT.groupEnd);
  const isLetter = (offset: number): Code =>
    w.bytesEqual(w.vectorOr(w.vector(w.get(at), offset), w.bytes(0x20)), w.get(letter));
  f.set(first, w.global(G.needles));
  f.block('none', () =>
    f.loop('groups', () => {
      f.jumpIf('none', w.atLeast(w.get(first), w.global(G.needlesEnd)));
      f.set(letter, w.splat(w.load8(w.add(w.get(first), w.load32(w.get(first), AT.anchor)), AT.key)));
      f.set(at, w.get(from));
      f.set(end, w.subtract(w.get(to), w.get(from)));
      const within = w.load32(w.get(first), AT.within);
      f.set(end, w.add(w.get(from), w.select(w.get(end), within, w.below(w.get(end), within))));
      f.block('passed', () =>
        f.loop('vectors', () => {
          f.block('near', () => {
            f.jumpIf('near', w.anyBit([0, 16, 32, 48].map(isLetter).reduce((a, b) => w.vectorOr(a, b))));
            step(f, at, 64);
            f.jumpIf('vectors', w.below(w.get(at), w.get(end)));
            f.jump('passed');
          });
          f.set(mask, w.bitmask(isLetter(0)));
          f.loop('letters', () => {
            f.if(w.get(mask), () => {
              f.set(needle, w.get(first));
              f.loop('needles', () => {
                f.set(here, w.subtract(w.add(w.get(at), w.firstBit(w.get(mask))), anchor));
                const bits = w.vectorOr(
                  difference(w.get(here), w.get(needle), 0, true),
                  difference(w.get(here), w.get(needle), 16, true),
                );
                f.if(w.not(w.anyBit(bits)), () => f.return(w.int(1)));
                step(f, needle, AT.textBytes);
                f.jumpIf('needles', w.below(w.get(needle), groupEnd));
              });
              f.set(mask, w.and(w.get(mask), w.subtract(w.get(mask), w.int(1))));
              f.jump('letters');
            });
          });
          step(f, at, 16);
          f.jumpIf('vectors', w.below(w.get(at), w.get(end)));
        }),
      );
      f.set(first, groupEnd);
      f.jump('groups');
    }),
  );
  f.return(w.int(0));
  return f;
}

/** `writeString(start, end, mode)`: the string with its quotes, or its beginning. It was skipped just before, so that the flags are its own. */
export function writeString(index: number, copy: WasmFunction, holdsNeedle: WasmFunction): WasmFunction {
  const f = new WasmFunction(index, 'writeString', 3);
  const [start, end, mode] = [0, 1, 2];
  const [s, cut, c, k, run] = [f.local(), f.local(), f.local(), f.local(), f.local()];
  const length = w.subtract(w.get(end), w.get(start));
  f.block('whole', () => {
    f.jumpIf('whole', w.not(w.and(w.get(mode), w.int(FIELD_MODE.beginning | FIELD_MODE.output))));
    f.jumpIf('whole', w.atMost(length, w.int(SHORT + 2)));
    f.jumpIf('whole', w.global(G.unicode));
    f.set(s, w.add(w.get(start), w.int(1)));
    f.set(c, w.load8(w.get(s)));
    f.if(
      w.and(w.get(mode), w.int(FIELD_MODE.output)),
      () => {
        f.jumpIf('whole', w.atMost(length, w.int(OUTPUT_BEGINNING + 2)));
        // JSON in the output, scripts whose exit code may stand anywhere, and commands before words about them.
        f.jumpIf('whole', isOneOf(w.get(c), '{Se`'));
        f.set(cut, w.add(w.get(s), w.int(OUTPUT_BEGINNING)));
        // Not within a number.
        f.loop('digits', () => {
          f.if(isDigit(w.load8(w.get(cut))), () => {
            step(f, cut, 1);
            f.jump('digits');
          });
        });
        f.jumpIf('whole', call(holdsNeedle, w.subtract(w.get(cut), w.int(OVERLAP)), w.get(end)));
      },
      () => {
        // What is read begins after white space. Leads of what may be white space beyond ASCII are not looked into.
        f.loop('blanks', () => {
          f.set(c, w.load8(w.get(s)));
          f.if(w.equal(w.get(c), byte(' ')), () => {
            step(f, s, 1);
            f.jump('blanks');
          });
          f.if(w.equal(w.get(c), byte('\\')), () => {
            f.set(k, w.load8(w.get(s), 1));
            f.jumpIf('whole', w.equal(w.get(k), byte('u')));
            f.if(isOneOf(w.get(k), 'ntrf'), () => {
              step(f, s, 2);
              f.jump('blanks');
            });
          });
        });
        f.jumpIf('whole', isOneOf(w.get(c), '\u00c2\u00e1\u00e2\u00e3\u00ef'));
        f.set(cut, w.add(w.get(s), w.int(BEGINNING)));
        f.jumpIf('whole', w.atLeast(w.get(cut), w.subtract(w.get(end), w.int(1))));
      },
    );
    // Not within a character …
    f.loop('continuation', () => {
      f.jumpIf('whole', w.atMost(w.get(cut), w.get(s)));
      f.if(w.equal(w.and(w.load8(w.get(cut)), w.int(0xc0)), w.int(0x80)), () => {
        step(f, cut, -1);
        f.jump('continuation');
      });
    });
    // … nor within an escape.
    f.set(k, w.subtract(w.get(cut), w.int(1)));
    f.block('apart', () =>
      f.loop('back', () => {
        f.jumpIf('apart', w.below(w.get(k), w.subtract(w.get(cut), w.int(5))));
        f.if(w.equal(w.load8(w.get(k)), byte('\\')), () => {
          f.set(run, w.get(k));
          f.loop('run', () => {
            step(f, run, -1);
            f.jumpIf('run', w.equal(w.load8(w.get(run)), byte('\\')));
          });
          f.jumpIf('apart', w.not(w.and(w.subtract(w.get(k), w.get(run)), w.int(1))));
          f.set(c, w.select(w.int(6), w.int(2), w.equal(w.load8(w.get(k), 1), byte('u'))));
          f.if(w.above(w.add(w.get(k), w.get(c)), w.get(cut)), () => f.set(cut, w.get(k)));
          f.jump('apart');
        });
        step(f, k, -1);
        f.jump('back');
      }),
    );
    f.jumpIf('whole', w.atMost(w.get(cut), w.get(s)));
    f.do(w.drop(call(copy, w.get(start), w.get(cut))));
    f.do(w.store8(w.global(G.out), byte('"')));
    f.do(w.setGlobal(G.out, w.add(w.global(G.out), w.int(1))));
    f.return(w.int(0));
  });
  f.return(call(copy, w.get(start), w.get(end)));
  return f;
}
