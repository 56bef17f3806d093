import { type Code, signed, unsigned } from './WasmFunction.ts';

const binary =
  (...opcode: number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...opcode];
const unary =
  (...opcode: number[]) =>
  (a: Code): Code => [...a, ...opcode];
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const memory =
  (align: number, ...opcode: number[]) =>
  (at: Code, offset = 0): Code => [...at, ...opcode, align, ...unsigned(offset)];
const stored =
  (align: number, ...opcode: number[]) =>
  (at: Code, value: Code, offset = 0): Code => [...at, ...value, ...opcode, align, ...unsigned(offset)];

/** Instructions of WebAssembly as functions from operands to code: the few that the line scanner is written in. */
export const wasm = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  global: (index: number): Code => [0x23, ...unsigned(index)],
  setGlobal: (index: number, value: Code): Code => [...value, 0x24, ...unsigned(index)],
  call: (index: number, ...operands: Code[]): Code => [...operands.flat(), 0x10, ...unsigned(index)],
  drop: unary(0x1a),
  int: (value: number): Code => [0x41, ...signed(BigInt(value))],
  long: (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))],
  select: (a: Code, b: Code, condition: Code): Code => [...a, ...b, ...condition, 0x1b],
  not: unary(0x45),
  equal: binary(0x46),
  differ: binary(0x47),
  below: binary(0x49),
  above: binary(0x4b),
  atMost: binary(0x4d),
  atLeast: binary(0x4f),
  add: binary(0x6a),
  subtract: binary(0x6b),
  multiply: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  shiftLeft: binary(0x74),
  splat: unary(...simd(15)),
  firstBit: unary(0x68),
  load8: memory(0, 0x2d),
  load32: memory(0, 0x28),
  store8: stored(0, 0x3a),
  store32: stored(0, 0x36),
  longZero: unary(0x50),
  longFirstBit: unary(0x7a),
  longAdd: binary(0x7c),
  longSubtract: binary(0x7d),
  longAnd: binary(0x83),
  longOr: binary(0x84),
  longXor: binary(0x85),
  longShift: binary(0x86),
  longShiftRight: binary(0x88),
  longOf: unary(0xad),
  intOf: unary(0xa7),
  vector: memory(0, ...simd(0)),
  storeVector: stored(0, ...simd(11)),
  /** Sixteen times the same byte. */
  bytes: (value: number): Code => [...simd(12), ...Array.from({ length: 16 }, () => value)],
  bytesEqual: binary(...simd(35)),
  bytesBelow: binary(...simd(38)),
  bytesMin: binary(...simd(119)),
  vectorAnd: binary(...simd(78)),
  vectorOr: binary(...simd(80)),
  vectorXor: binary(...simd(81)),
  anyBit: unary(...simd(83)),
  bitmask: unary(...simd(100)),
} as const;
