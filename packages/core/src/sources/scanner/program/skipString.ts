import { SCANNER_GLOBAL as G } from '../scannerLayout.ts';
import { code } from './code.ts';
import { wasm as w } from './wasm.ts';
import { type Code, WASM_TYPE, WasmFunction } from './WasmFunction.ts';

const { byte, isDigit, isOneOf, call, step, fail } = code;
const QUOTE = w.bytes(0x22);
const BACKSLASH = w.bytes(0x5c);
const ODD_BITS = 0xaaaa_aaaa_aaaa_aaaan;

/** `hex(at)`: whether four hexadecimal digits stand here. */
export function hex(index: number): WasmFunction {
  const f = new WasmFunction(index, 'hex', 1);
  const isHex = (offset: number): Code => {
    const c = w.load8(w.get(0), offset);
    return w.or(isDigit(c), w.below(w.subtract(w.or(c, w.int(0x20)), byte('a')), w.int(6)));
  };
  f.return([0, 1, 2, 3].map(isHex).reduce((a, b) => w.and(a, b)));
  return f;
}

/** `skipString(at)`: `at` stands after the opening quote, the result after the closing one. Fails on control characters and on escapes that JSON does not have. */
export function skipString(index: number, hex: WasmFunction): WasmFunction {
  const f = new WasmFunction(index, 'skipString', 1);
  const at = 0;
  const [mask, c] = [f.local(), f.local()];
  const v = [0, 1, 2, 3].map(() => f.local(WASM_TYPE.v128));
  const [quotes, slashes, stop, inside, escaped, carry, odd] = Array.from({ length: 7 }, () =>
    f.local(WASM_TYPE.i64),
  ) as [number, number, number, number, number, number, number];
  const isControl = (vector: Code): Code => w.bytesBelow(vector, w.bytes(0x20));
  const mask64 = (of: (vector: Code) => Code): Code => {
    const [a, b, c, d] = v.map((local) => w.bitmask(of(w.get(local)))) as [Code, Code, Code, Code];
    const half = (low: Code, high: Code): Code => w.longOf(w.or(low, w.shiftLeft(high, w.int(16))));
    return w.longOr(half(a, b), w.longShift(half(c, d), w.long(32n)));
  };
  const without = (a: Code, b: Code): Code => w.longAnd(a, w.longXor(b, w.long(-1n)));
  const special = (vector: Code): Code =>
    w.vectorOr(w.vectorOr(w.bytesEqual(vector, QUOTE), w.bytesEqual(vector, BACKSLASH)), isControl(vector));
  f.loop('plain', () => {
    f.set(v[0]!, w.vector(w.get(at)));
    f.set(mask, w.bitmask(special(w.get(v[0]!))));
    f.if(w.not(w.get(mask)), () => {
      step(f, at, 16);
      f.jump('plain');
    });
  });
  f.set(at, w.add(w.get(at), w.firstBit(w.get(mask))));
  f.set(c, w.load8(w.get(at)));
  f.if(w.equal(w.get(c), byte('"')), () => f.return(w.add(w.get(at), w.int(1))));
  f.if(w.differ(w.get(c), byte('\\')), () => fail(f));
  f.do(w.setGlobal(G.escaped, w.int(1)));
  f.loop('blocks', () => {
    v.forEach((local, i) => f.set(local, w.vector(w.get(at), 16 * i)));
    f.set(
      stop,
      mask64((x) => w.bytesEqual(x, QUOTE)),
    );
    f.set(
      slashes,
      mask64((x) => w.bytesEqual(x, BACKSLASH)),
    );
    f.set(escaped, w.get(carry));
    f.if(w.not(w.longZero(w.longOr(w.get(slashes), w.get(carry)))), () => {
      // Which bytes are escaped: those after a run of backslashes of odd length (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019).
      f.set(inside, without(w.get(slashes), w.get(carry)));
      f.set(
        odd,
        w.longXor(
          w.longSubtract(w.longOr(w.longShift(w.get(inside), w.long(1n)), w.long(ODD_BITS)), w.get(inside)),
          w.long(ODD_BITS),
        ),
      );
      f.set(escaped, w.longXor(w.get(odd), w.longOr(w.get(slashes), w.get(carry))));
      f.set(carry, w.longShiftRight(w.longAnd(w.get(odd), w.get(slashes)), w.long(63n)));
      f.set(quotes, w.get(stop));
      f.set(stop, without(w.get(stop), w.get(escaped)));
      // Escaped bytes before the end, less the common ones.
      f.set(inside, w.longAnd(w.get(escaped), without(w.longSubtract(w.get(stop), w.long(1n)), w.get(stop))));
      f.set(inside, without(without(w.get(inside), w.get(quotes)), w.get(slashes)));
      f.set(
        inside,
        without(
          w.get(inside),
          mask64((x) => w.vectorOr(w.bytesEqual(x, w.bytes(0x6e)), w.bytesEqual(x, w.bytes(0x74)))),
        ),
      );
      f.block('checked', () =>
        f.loop('escapes', () => {
          f.jumpIf('checked', w.longZero(w.get(inside)));
          const here = w.add(w.get(at), w.intOf(w.longFirstBit(w.get(inside))));
          f.set(c, w.load8(here));
          f.if(
            w.equal(w.get(c), byte('u')),
            () => {
              f.if(w.not(call(hex, w.add(here, w.int(1)))), () => fail(f));
              const zeros = w.equal(w.and(w.load32(here, 1), w.int(0xfe_ffff)), w.int(0x30_3030));
              f.if(w.not(zeros), () => f.do(w.setGlobal(G.unicode, w.int(1))));
            },
            () => f.if(w.not(isOneOf(w.get(c), 'bfr/')), () => fail(f)),
          );
          f.set(inside, w.longAnd(w.get(inside), w.longSubtract(w.get(inside), w.long(1n))));
          f.jump('escapes');
        }),
      );
    });
    const least = v.map((local): Code => w.get(local)).reduce((a, b) => w.bytesMin(a, b));
    f.if(w.anyBit(isControl(least)), () => f.set(stop, w.longOr(w.get(stop), mask64(isControl))));
    f.if(w.longZero(w.get(stop)), () => {
      step(f, at, 64);
      f.jump('blocks');
    });
  });
  f.set(at, w.add(w.get(at), w.intOf(w.longFirstBit(w.get(stop)))));
  f.if(w.differ(w.load8(w.get(at)), byte('"')), () => fail(f));
  f.return(w.add(w.get(at), w.int(1)));
  return f;
}
