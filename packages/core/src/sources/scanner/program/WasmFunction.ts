/** Bytes of WebAssembly code. */
export type Code = readonly number[];

/** Types of values, as the binary format writes them. */
export const WASM_TYPE = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;

/** A number as unsigned LEB128. */
export function unsigned(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 0x80, ...unsigned(rest)];
}

/** A number as signed LEB128. */
export function signed(value: bigint): number[] {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const last = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
  return last ? [low] : [low | 0x80, ...signed(rest)];
}

const EMPTY_BLOCK = 0x40;

/**
 * A WebAssembly function that is being written: statements are appended in order, expressions are plain bytes, and jumps name the block or loop they
 * leave or repeat.
 */
export class WasmFunction {
  readonly index: number;
  readonly name: string;
  readonly parameters: number;
  readonly locals: number[] = [];
  readonly code: number[] = [];
  readonly #labels: string[] = [];

  /** @param parameters how many, all `i32`; the result is an `i32` too */
  constructor(index: number, name: string, parameters: number) {
    this.index = index;
    this.name = name;
    this.parameters = parameters;
  }

  /** A new local; the result is its index. */
  local(type: number = WASM_TYPE.i32): number {
    this.locals.push(type);
    return this.parameters + this.locals.length - 1;
  }

  do(...code: Code[]): void {
    for (const part of code) for (const byte of part) this.code.push(byte);
  }

  set(local: number, value: Code): void {
    this.do(value, [0x21, ...unsigned(local)]);
  }

  block(label: string, body: () => void): void {
    this.#nested(0x02, label, body);
  }

  /** Runs once, and again at each jump to its label. */
  loop(label: string, body: () => void): void {
    this.#nested(0x03, label, body);
  }

  if(condition: Code, then: () => void, otherwise?: () => void): void {
    this.do(condition);
    this.#nested(0x04, '', () => {
      then();
      if (!otherwise) return;
      this.do([0x05]);
      otherwise();
    });
  }

  jump(label: string): void {
    this.do([0x0c, ...this.#depth(label)]);
  }

  jumpIf(label: string, condition: Code): void {
    this.do(condition, [0x0d, ...this.#depth(label)]);
  }

  return(value: Code): void {
    this.do(value, [0x0f]);
  }

  #nested(opcode: number, label: string, body: () => void): void {
    this.do([opcode, EMPTY_BLOCK]);
    this.#labels.push(label);
    body();
    this.#labels.pop();
    this.do([0x0b]);
  }

  #depth(label: string): number[] {
    const at = this.#labels.lastIndexOf(label);
    if (at < 0) throw new Error(`no block is labelled ${label}`);
    return unsigned(this.#labels.length - 1 - at);
  }
}
