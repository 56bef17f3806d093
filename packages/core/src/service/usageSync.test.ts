import { describe, expect, it } from 'vitest';

import type { ImportOptions } from '../sources/importUsage.ts';
import type { SyncSummary } from './SyncSummary.ts';
import { type BackgroundSync, type UsageSync, usageSync } from './usageSync.ts';

const SUMMARY: SyncSummary = {
  filled: null,
  files: 0,
  filesUnchanged: 0,
  filesTotal: 0,
  sessions: 0,
  requests: 0,
  toolCalls: 0,
  duplicates: 0,
  skipped: [],
  skippedCount: 0,
  unpriced: [],
  unknownTypes: [],
  added: { requests: 0, toolCalls: 0 },
  durationMs: 0,
};

/** Imports that end when they are told to. */
class Imports {
  readonly begun: { full: boolean; signal: AbortSignal; end: (error?: Error) => void; progress: () => void }[] = [];
  active = 0;
  mostActive = 0;

  run = ({ full = false, signal, onProgress }: Pick<ImportOptions, 'full' | 'onProgress' | 'signal'>) =>
    new Promise<SyncSummary>((resolve, reject) => {
      this.active += 1;
      this.mostActive = Math.max(this.mostActive, this.active);
      const id = this.begun.length;
      const end = (error?: Error): void => {
        this.active -= 1;
        if (error) reject(error);
        else resolve({ ...SUMMARY, files: id });
      };
      const progress = (): void => onProgress?.({ filesDone: id, filesTotal: 1, bytesDone: 0, bytesTotal: 0 });
      if (!signal) throw new Error('an import without a signal cannot be stopped');
      signal.addEventListener('abort', () => end());
      this.begun.push({ full, signal, end, progress });
      if (signal.aborted) end();
    });
}

/** Lets everything that waits for nothing but its turn have it. */
const turns = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function made(background: BackgroundSync = {}): { imports: Imports; syncs: UsageSync; at: { ms: number } } {
  const imports = new Imports();
  const at = { ms: 1_000_000 };
  return { imports, at, syncs: usageSync(imports.run, background, () => at.ms) };
}

describe('S2.18 sync', () => {
  it('calls made at once share one run; calls made while it runs share the next, which begins after them', async () => {
    const { imports, syncs } = made();
    const first = [syncs.sync(), syncs.sync()];
    await turns();
    const later = [syncs.sync(), syncs.sync(), syncs.sync()];
    await turns();
    expect(imports.begun).toHaveLength(1);
    imports.begun[0]?.end();
    expect((await Promise.all(first)).map((s) => s.files)).toEqual([0, 0]);
    await turns();
    expect(imports.begun).toHaveLength(2);
    imports.begun[1]?.end();
    expect((await Promise.all(later)).map((s) => s.files)).toEqual([1, 1, 1]);
    expect(imports.mostActive).toBe(1);
    const again = syncs.sync();
    await turns();
    imports.begun[2]?.end();
    expect((await again).files).toBe(2);
  });

  it('a run is full when one of those who share it wants it full', async () => {
    const { imports, syncs } = made();
    void syncs.sync();
    await turns();
    void syncs.sync();
    void syncs.sync({ full: true });
    imports.begun[0]?.end();
    await turns();
    expect(imports.begun.map((run) => run.full)).toEqual([false, true]);
    imports.begun[1]?.end();
  });

  it('tells everybody who waits of progress', async () => {
    const { imports, syncs } = made();
    const seen: string[] = [];
    for (const name of ['a', 'b']) void syncs.sync({ onProgress: (p) => seen.push(`${name}${p.filesDone}`) });
    await turns();
    imports.begun[0]?.progress();
    expect(seen).toEqual(['a0', 'b0']);
    imports.begun[0]?.end();
  });

  it('stops a run when all who wait for it gave up, and not before', async () => {
    const { imports, syncs } = made();
    const [a, b] = [new AbortController(), new AbortController()];
    const both = [syncs.sync({ signal: a.signal }), syncs.sync({ signal: b.signal })];
    await turns();
    a.abort();
    expect(imports.begun[0]?.signal.aborted).toBe(false);
    b.abort();
    expect(imports.begun[0]?.signal.aborted).toBe(true);
    await Promise.all(both);
    const late = syncs.sync({ signal: a.signal });
    const other = syncs.sync();
    await turns();
    expect(imports.begun[1]?.signal.aborted).toBe(false);
    imports.begun[1]?.end();
    await Promise.all([late, other]);
  });

  it('an error goes to those who waited for that run; the next run is begun all the same', async () => {
    const { imports, syncs } = made();
    const failing = syncs.sync();
    await turns();
    const next = syncs.sync();
    imports.begun[0]?.end(new Error('disk on fire'));
    await expect(failing).rejects.toThrow('disk on fire');
    await turns();
    imports.begun[1]?.end();
    expect((await next).files).toBe(1);
  });

  it('close stops the run, refuses those that wait and all that come, and lasts until the run has stopped', async () => {
    const { imports, syncs } = made();
    const running = syncs.sync();
    await turns();
    const waiting = syncs.sync();
    const closing = syncs.close();
    expect(imports.begun[0]?.signal.aborted).toBe(true);
    await expect(waiting).rejects.toMatchObject({ code: 'store_unavailable' });
    expect((await running).files).toBe(0);
    await closing;
    expect(imports.active).toBe(0);
    await expect(syncs.sync()).rejects.toMatchObject({ code: 'store_unavailable' });
    syncs.answered();
    await turns();
    expect(imports.begun).toHaveLength(1);
  });
});

describe('S2.18 sync in the background', () => {
  it('begins with an answer that is stale: at the threshold, and never twice', async () => {
    const { imports, syncs, at } = made({ staleAfterMs: 30_000 });
    const answered = async (atMs: number): Promise<number> => {
      at.ms = atMs;
      syncs.answered();
      syncs.answered();
      const before = imports.begun.length;
      await turns();
      imports.begun[before]?.end();
      await turns();
      return imports.begun.length;
    };
    // Nothing was synced yet.
    expect(await answered(1_000_000)).toBe(1);
    expect(await answered(1_029_999)).toBe(1);
    expect(await answered(1_030_000)).toBe(2);
    // The clock was put back.
    expect(await answered(5)).toBe(3);
    expect(await answered(30_004)).toBe(3);
    await syncs.close();
  });

  it('does not hold up the answer: it begins after whoever asked has gone on', async () => {
    const { imports, syncs } = made({ staleAfterMs: 0 });
    syncs.answered();
    await Promise.resolve();
    expect(imports.begun).toHaveLength(0);
    await turns();
    expect(imports.begun).toHaveLength(1);
    await syncs.close();
  });

  it('is not begun while another one runs', async () => {
    const { imports, syncs } = made({ staleAfterMs: 0 });
    const asked = syncs.sync();
    await turns();
    syncs.answered();
    await turns();
    imports.begun[0]?.end();
    await asked;
    await turns();
    expect(imports.begun).toHaveLength(1);
    await syncs.close();
  });

  it('tells what it found and why it failed, and survives whoever is told', async () => {
    const told: unknown[] = [];
    const { imports, syncs } = made({
      staleAfterMs: 0,
      onSync: ({ files }) => {
        told.push(files);
        throw new Error('from onSync');
      },
      onError: (error) => {
        told.push(String(error));
        throw new Error('from onError');
      },
    });
    for (const error of [undefined, new Error('no disk'), undefined]) {
      syncs.answered();
      await turns();
      imports.begun.at(-1)?.end(error);
      await turns();
    }
    expect(told).toEqual([0, 'Error: no disk', 2]);
    await syncs.close();
  });

  it('runs every so often until it is closed', async () => {
    const { imports, syncs } = made({ everyMs: 10 });
    const until = async (count: number): Promise<void> => {
      while (imports.begun.length < count) await turns(2);
    };
    await until(1);
    imports.begun[0]?.end();
    await until(2);
    await syncs.close();
    await turns(40);
    expect(imports.begun).toHaveLength(2);
  });

  it.each([{ staleAfterMs: -1 }, { staleAfterMs: Number.NaN }, { everyMs: 0 }, { everyMs: 2 ** 31 }])(
    'refuses %j',
    (background) => {
      expect(() => made(background)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
    },
  );
});
