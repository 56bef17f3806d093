import { FIELD_MODE, SCANNER_GLOBAL as G, SCANNER_LAYOUT as AT } from '../scannerLayout.ts';
import type { byteFunctions } from './byteFunctions.ts';
import { code } from './code.ts';
import { wasm as w } from './wasm.ts';
import { type Code, WASM_TYPE, WasmFunction } from './WasmFunction.ts';

const { byte, call, step, fail, put } = code;
const word = (text: string): Code => w.int(Buffer.from(text).readInt32LE());

/** Deeper nesting is left to `JSON.parse`. */
const MAX_DEPTH = 200;
const bad = w.global(G.bad);

/** Takes back a comma and closes. */
const close = (f: WasmFunction, character: string): void => {
  f.if(w.equal(w.load8(w.subtract(w.global(G.out), w.int(1))), byte(',')), () =>
    f.do(w.setGlobal(G.out, w.subtract(w.global(G.out), w.int(1)))),
  );
  put(f, character);
};

/** Functions of the scanner that functions on values need. */
export type ScannerFunctions = ReturnType<typeof byteFunctions> & {
  skipString: WasmFunction;
  holdsNeedle: WasmFunction;
  writeString: WasmFunction;
};

/**
 * The functions `value`, `object` and `list`, which call each other. They check what they read, and put out what the tables name of it.
 *
 * @param first index of the first of them
 */
export function valueFunctions(first: number, functions: ScannerFunctions) {
  const { space, number, copy, skipString, holdsNeedle, writeString } = functions;
  const value = new WasmFunction(first, 'value', 2);
  const object = new WasmFunction(first + 1, 'object', 2);
  const list = new WasmFunction(first + 2, 'list', 2);
  const passSpace = (f: WasmFunction, at: number): void =>
    f.if(w.atMost(w.load8(w.get(at)), w.int(0x20)), () => f.set(at, call(space, w.get(at))));

  // value(at, slot): slot 0 passes over it.
  {
    const f = value;
    const [at, slot] = [0, 1];
    const [c, end, child, begin, p] = [f.local(), f.local(), f.local(), f.local(), f.local()];
    const mode = w.load32(w.get(slot), AT.mode);
    const nested = (empty: string, reader: WasmFunction, known: Code, also?: () => void): void => {
      f.do(w.setGlobal(G.depth, w.add(w.global(G.depth), w.int(1))));
      f.if(w.above(w.global(G.depth), w.int(MAX_DEPTH)), () => fail(f));
      f.set(child, w.int(0));
      f.if(w.get(slot), () => {
        f.set(child, known);
        f.if(w.not(w.get(child)), () => [...empty].forEach((character) => put(f, character)));
      });
      f.set(end, call(reader, w.add(w.get(at), w.int(1)), w.get(child)));
      f.do(w.setGlobal(G.depth, w.subtract(w.global(G.depth), w.int(1))));
      f.if(w.get(slot), () => also?.());
      f.return(w.get(end));
    };
    /** Makes the list that was just put out an empty one when no needle stands in it, nor an escape that may hide one. */
    const emptied = (): void =>
      f.block('kept', () => {
        f.jumpIf('kept', w.not(w.and(mode, w.int(FIELD_MODE.onlyWithNeedle))));
        f.jumpIf('kept', call(holdsNeedle, w.get(begin), w.global(G.out)));
        f.set(p, w.get(begin));
        f.loop('bytes', () => {
          f.jumpIf('kept', w.bitmask(w.bytesEqual(w.vector(w.get(p)), w.bytes(0x5c))));
          step(f, p, 16);
          f.jumpIf('bytes', w.below(w.get(p), w.global(G.out)));
        });
        f.do(w.setGlobal(G.out, w.get(begin)));
        put(f, '[');
        put(f, ']');
      });
    const literal = (first: string, from: number, rest: string, length: number, also?: () => void): void =>
      f.if(w.equal(w.get(c), byte(first)), () => {
        f.if(w.differ(w.load32(w.get(at), from), word(rest)), () => fail(f));
        f.set(end, w.add(w.get(at), w.int(length)));
        f.if(w.get(slot), () => {
          also?.();
          f.do(w.drop(call(copy, w.get(at), w.get(end))));
        });
        f.return(w.get(end));
      });
    f.set(c, w.load8(w.get(at)));
    f.if(w.equal(w.get(c), byte('"')), () => {
      f.do(w.setGlobal(G.escaped, w.int(0)), w.setGlobal(G.unicode, w.int(0)));
      f.set(end, call(skipString, w.add(w.get(at), w.int(1))));
      f.if(w.get(slot), () => f.if(w.not(bad), () => f.do(w.drop(call(writeString, w.get(at), w.get(end), mode)))));
      f.return(w.get(end));
    });
    f.if(w.equal(w.get(c), byte('{')), () => nested('{}', object, w.load32(w.get(slot), AT.child)));
    f.if(w.equal(w.get(c), byte('[')), () => {
      const isList = w.and(mode, w.int(FIELD_MODE.list));
      f.set(begin, w.global(G.out));
      nested('[]', list, w.select(w.load32(w.get(slot), AT.child), w.int(0), isList), emptied);
    });
    literal('t', 0, 'true', 4, () => f.if(w.and(mode, w.int(FIELD_MODE.unlessTrue)), () => fail(f)));
    literal('f', 1, 'alse', 5);
    literal('n', 0, 'null', 4);
    f.set(end, call(number, w.get(at)));
    f.if(w.get(slot), () => f.do(w.drop(call(copy, w.get(at), w.get(end)))));
    f.return(w.get(end));
  }

  // object(at, node): `at` stands after the brace; node 0 passes over it.
  {
    const f = object;
    const [at, node] = [0, 1];
    const [from, end, length, hash, slot, found, c] = Array.from({ length: 7 }, () => f.local()) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const seen = f.local(WASM_TYPE.i64);
    const bit = f.local(WASM_TYPE.i64);
    const keyAt = w.add(w.get(from), w.int(1));
    const half = (key: number, mask: number): Code =>
      w.anyBit(
        w.vectorAnd(
          w.vectorXor(w.vector(keyAt, key - AT.key), w.vector(w.get(slot), key)),
          w.vector(w.get(slot), mask),
        ),
      );
    f.if(w.get(node), () => put(f, '{'));
    passSpace(f, at);
    f.if(w.equal(w.load8(w.get(at)), byte('}')), () => {
      f.if(w.get(node), () => put(f, '}'));
      f.return(w.add(w.get(at), w.int(1)));
    });
    f.loop('members', () => {
      f.if(w.differ(w.load8(w.get(at)), byte('"')), () => fail(f));
      f.set(from, w.get(at));
      f.do(w.setGlobal(G.escaped, w.int(0)));
      f.set(end, call(skipString, keyAt));
      f.if(bad, () => f.return(w.get(at)));
      f.set(found, w.int(0));
      f.if(w.get(node), () => {
        f.if(w.global(G.escaped), () => fail(f));
        f.set(length, w.subtract(w.subtract(w.get(end), w.get(from)), w.int(2)));
        f.block('known', () => {
          f.jumpIf('known', w.above(w.subtract(w.get(length), w.int(1)), w.int(AT.maxKey - 1)));
          f.set(
            hash,
            w.add(
              w.add(
                w.multiply(w.load8(keyAt), w.int(31)),
                w.multiply(w.load8(w.subtract(w.get(end), w.int(2))), w.int(13)),
              ),
              w.multiply(w.get(length), w.int(7)),
            ),
          );
          f.loop('probe', () => {
            f.set(hash, w.and(w.get(hash), w.load32(w.get(node))));
            f.set(slot, w.add(w.add(w.get(node), w.int(AT.slots)), w.multiply(w.get(hash), w.int(AT.slotBytes))));
            f.jumpIf('known', w.not(w.load32(w.get(slot), AT.keyLength)));
            f.block('other', () => {
              f.jumpIf('other', w.differ(w.load32(w.get(slot), AT.keyLength), w.get(length)));
              f.jumpIf('other', half(AT.key, AT.mask));
              f.if(w.above(w.get(length), w.int(16)), () => f.jumpIf('other', half(AT.key + 16, AT.mask + 16)));
              f.set(found, w.get(slot));
              f.set(bit, w.longShift(w.long(1n), w.longOf(w.get(hash))));
              // A key that comes twice is unusual: the later one would have to win.
              f.if(w.not(w.longZero(w.longAnd(w.get(seen), w.get(bit)))), () => fail(f));
              f.set(seen, w.longOr(w.get(seen), w.get(bit)));
              f.jump('known');
            });
            f.set(hash, w.add(w.get(hash), w.int(1)));
            f.jump('probe');
          });
        });
      });
      f.set(at, w.get(end));
      passSpace(f, at);
      f.if(w.differ(w.load8(w.get(at)), byte(':')), () => fail(f));
      f.set(at, w.add(w.get(at), w.int(1)));
      passSpace(f, at);
      f.if(w.get(found), () => {
        f.do(w.drop(call(copy, w.get(from), w.get(end))));
        put(f, ':');
      });
      f.set(at, call(value, w.get(at), w.get(found)));
      f.if(bad, () => f.return(w.get(at)));
      f.if(w.get(found), () => put(f, ','));
      passSpace(f, at);
      f.set(c, w.load8(w.get(at)));
      f.set(at, w.add(w.get(at), w.int(1)));
      f.if(w.equal(w.get(c), byte(',')), () => {
        passSpace(f, at);
        f.jump('members');
      });
    });
    f.if(w.differ(w.get(c), byte('}')), () => fail(f));
    f.if(w.get(node), () => close(f, '}'));
    f.return(w.get(at));
  }

  // list(at, node): `at` stands after the bracket; what is no object becomes 0.
  {
    const f = list;
    const [at, node] = [0, 1];
    const c = f.local();
    f.if(w.get(node), () => put(f, '['));
    passSpace(f, at);
    f.if(w.equal(w.load8(w.get(at)), byte(']')), () => {
      f.if(w.get(node), () => put(f, ']'));
      f.return(w.add(w.get(at), w.int(1)));
    });
    f.loop('items', () => {
      const isObject = w.equal(w.load8(w.get(at)), byte('{'));
      f.if(
        w.select(isObject, w.int(0), w.get(node)),
        () => f.set(at, call(object, w.add(w.get(at), w.int(1)), w.get(node))),
        () => {
          f.if(w.get(node), () => put(f, '0'));
          f.set(at, call(value, w.get(at), w.int(0)));
        },
      );
      f.if(bad, () => f.return(w.get(at)));
      f.if(w.get(node), () => put(f, ','));
      passSpace(f, at);
      f.set(c, w.load8(w.get(at)));
      f.set(at, w.add(w.get(at), w.int(1)));
      f.if(w.equal(w.get(c), byte(',')), () => {
        passSpace(f, at);
        f.jump('items');
      });
    });
    f.if(w.differ(w.get(c), byte(']')), () => fail(f));
    f.if(w.get(node), () => close(f, ']'));
    f.return(w.get(at));
  }

  return { value, object, list };
}
