import type { Kysely } from 'kysely';

import type { SourceCursor } from '../model/SourceCursor.ts';
import type { EngineTraits } from './EngineTraits.ts';
import type { Schema } from './Schema.ts';
import { keyLists, type Trx } from './StoreContext.ts';
import { originalText, storedText } from './storedText.ts';
import type { FileStamp } from './UsageStore.ts';

const COLUMNS = ['tenant', 'source', 'file', 'read_offset', 'size', 'mtime_ms', 'fingerprint', 'state'] as const;

/** Cursors of a source's files, or of some of them. */
export async function readCursors(
  db: Kysely<Schema>,
  tenant: number,
  source: string,
  files?: readonly string[],
): Promise<SourceCursor[]> {
  const ofSource = db
    .selectFrom('uk_cursor')
    .select(['file', 'read_offset', 'size', 'mtime_ms', 'fingerprint', 'state'])
    .where('tenant', '=', tenant)
    .where('source', '=', storedText(source));
  const lists = files && keyLists([...new Set(files)].map(storedText));
  const queries = lists?.map((list) => ofSource.where('file', 'in', list)) ?? [ofSource];
  const rows = [];
  for (const query of queries) rows.push(...(await query.execute()));
  return rows.map((row) => ({
    file: originalText(row.file),
    offset: Number(row.read_offset),
    size: Number(row.size),
    mtimeMs: Number(row.mtime_ms),
    fingerprint: originalText(row.fingerprint),
    state: originalText(row.state),
  }));
}

/** Stamps of a source's files. */
export async function readFileStamps(db: Kysely<Schema>, tenant: number, source: string): Promise<FileStamp[]> {
  const rows = await db
    .selectFrom('uk_cursor')
    .select(['file', 'size', 'mtime_ms'])
    .where('tenant', '=', tenant)
    .where('source', '=', storedText(source))
    .execute();
  return rows.map((row) => ({ file: originalText(row.file), size: Number(row.size), mtimeMs: Number(row.mtime_ms) }));
}

/** Keeps how far files are read; belongs into the transaction that writes what was read. */
export async function writeCursors(
  trx: Trx,
  traits: EngineTraits,
  tenant: number,
  source: string,
  cursors: readonly SourceCursor[],
): Promise<void> {
  // Of several cursors of one file the last one counts.
  const latest = new Map(cursors.map((c) => [c.file, c]));
  const rows = [...latest.values()].map((c) => [
    tenant,
    storedText(source),
    storedText(c.file),
    c.offset,
    c.size,
    c.mtimeMs,
    storedText(c.fingerprint),
    storedText(c.state),
  ]);
  await traits.upsert(trx, { table: 'uk_cursor', columns: COLUMNS, keys: 3, rows });
}
