interface WasmMemory {
  buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface WasmInstance {
  exports: Record<string, unknown>;
}

/** What the scanner uses of the host's `WebAssembly`, which neither the language's nor Node's own types describe as values. */
interface WebAssemblyHost {
  Memory: new (size: { initial: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => WasmInstance;
}

/** The host's `WebAssembly`; `undefined` where it has none, as under `--jitless`. */
export const webAssembly = (globalThis as { WebAssembly?: WebAssemblyHost }).WebAssembly;
