import { type Code, unsigned, WASM_TYPE, type WasmFunction } from './WasmFunction.ts';

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const text = (value: string): Code => vector([...new TextEncoder().encode(value)].map((byte) => [byte]));

function body(of: WasmFunction): Code {
  const code = [...vector(of.locals.map((type) => [1, type])), ...of.code, 0x0b];
  return [...unsigned(code.length), ...code];
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/**
 * A WebAssembly module of functions from `i32`s to an `i32`, in the order of their indices. It imports its memory as `host.memory` and exports one function.
 *
 * @param globals how many mutable `i32`s it has, all 0 at first
 */
export function wasmModule(functions: readonly WasmFunction[], exported: WasmFunction, globals: number): Uint8Array {
  const { i32 } = WASM_TYPE;
  const types = functions.map((f) => [0x60, ...vector(Array.from({ length: f.parameters }, () => [i32])), 1, i32]);
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, vector(types)),
    ...section(2, vector([[...text('host'), ...text('memory'), 0x02, 0x00, 0x01]])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(6, vector(Array.from({ length: globals }, () => [i32, 0x01, 0x41, 0x00, 0x0b]))),
    ...section(7, vector([[...text(exported.name), 0x00, ...unsigned(exported.index)]])),
    ...section(10, vector(functions.map(body))),
  ]);
}
