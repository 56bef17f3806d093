import { code } from './code.ts';
import { SCANNER_GLOBAL as G } from '../scannerLayout.ts';
import { wasm as w } from './wasm.ts';
import { WasmFunction } from './WasmFunction.ts';

const { byte, isDigit, isOneOf, step, fail, difference } = code;

/** `space(at)`: after blanks, tabs and carriage returns. A line feed ends the line. */
function space(index: number): WasmFunction {
  const f = new WasmFunction(index, 'space', 1);
  f.loop('blanks', () => {
    f.if(isOneOf(w.load8(w.get(0)), ' \t\r'), () => {
      step(f, 0, 1);
      f.jump('blanks');
    });
  });
  f.return(w.get(0));
  return f;
}

/** `number(at)`: after the number that begins here. */
function number(index: number): WasmFunction {
  const f = new WasmFunction(index, 'number', 1);
  const c = f.local();
  const next = (): void => {
    step(f, 0, 1);
    f.set(c, w.load8(w.get(0)));
  };
  const digits = (): void => {
    f.if(w.not(isDigit(w.get(c))), () => fail(f));
    f.loop('digits', () => {
      next();
      f.jumpIf('digits', isDigit(w.get(c)));
    });
  };
  f.set(c, w.load8(w.get(0)));
  f.if(w.equal(w.get(c), byte('-')), next);
  f.if(w.equal(w.get(c), byte('0')), next, digits);
  f.if(w.equal(w.get(c), byte('.')), () => {
    next();
    digits();
  });
  f.if(w.equal(w.or(w.get(c), w.int(0x20)), byte('e')), () => {
    next();
    f.if(isOneOf(w.get(c), '+-'), next);
    digits();
  });
  f.return(w.get(0));
  return f;
}

/** `copy(from, to)`: bytes to the output. */
function copy(index: number): WasmFunction {
  const f = new WasmFunction(index, 'copy', 2);
  const [from, to] = [0, 1];
  const [out, end] = [f.local(), f.local()];
  f.set(out, w.global(G.out));
  f.set(end, w.add(w.get(out), w.subtract(w.get(to), w.get(from))));
  f.do(w.setGlobal(G.out, w.get(end)));
  f.loop('vectors', () => {
    f.do(w.storeVector(w.get(out), w.vector(w.get(from))));
    step(f, out, 16);
    step(f, from, 16);
    f.jumpIf('vectors', w.below(w.get(out), w.get(end)));
  });
  f.return(w.int(0));
  return f;
}

/** `lineEnd(at)`: after the next line feed. */
function lineEnd(index: number): WasmFunction {
  const f = new WasmFunction(index, 'lineEnd', 1);
  const mask = f.local();
  f.loop('vectors', () => {
    f.set(mask, w.bitmask(w.bytesEqual(w.vector(w.get(0)), w.bytes(10))));
    f.if(w.not(w.get(mask)), () => {
      step(f, 0, 16);
      f.jump('vectors');
    });
  });
  f.return(w.add(w.add(w.get(0), w.firstBit(w.get(mask))), w.int(1)));
  return f;
}

/** `matches(at, text)`: whether a text of the tables stands here. */
function matches(index: number): WasmFunction {
  const f = new WasmFunction(index, 'matches', 2);
  const [at, entry] = [w.get(0), w.get(1)];
  f.return(w.not(w.anyBit(w.vectorOr(difference(at, entry, 0, false), difference(at, entry, 16, false)))));
  return f;
}

/** The scanner's functions on bytes, from an index on. All take positions in memory; what begins at one ends with the line at the latest. */
export const byteFunctions = (first: number) => ({
  space: space(first),
  number: number(first + 1),
  copy: copy(first + 2),
  lineEnd: lineEnd(first + 3),
  matches: matches(first + 4),
});
