import type { Kysely } from 'kysely';

import type { EngineTraits } from '../EngineTraits.ts';
import type { Schema } from '../Schema.ts';

/** The ledger: requests, tool calls, turns, sessions, runs, the cursors of their files and the dictionaries they use. */
export async function migration0001Ledger(db: Kysely<Schema>, traits: EngineTraits): Promise<void> {
  const { int64 } = traits;
  const { schema } = db;
  let request = schema
    .createTable('uk_request')
    .addColumn('tenant', 'integer', (c) => c.notNull())
    .addColumn('request_key', int64, (c) => c.notNull())
    .addColumn('session', int64, (c) => c.notNull())
    .addColumn('run', int64);
  for (const name of ['at_ms', 'slot', 'dimset', 'price_key', 'grain', 'quality', 'request_count'] as const) {
    request = request.addColumn(name, int64, (c) => c.notNull()) as typeof request;
  }
  for (const name of ['input', 'cache_read', 'cache_w5m', 'cache_w1h', 'output', 'reasoning', 'web_search'] as const) {
    request = request.addColumn(name, int64, (c) => c.notNull()) as typeof request;
  }
  await traits
    .clustered(
      request
        .addColumn('recorded_nano', int64)
        .addColumn('cost_nano', int64)
        .addColumn('cost_pico', int64, (c) => c.notNull())
        .addColumn('basis', 'integer', (c) => c.notNull())
        .addColumn('book', 'integer', (c) => c.notNull())
        .addColumn('claim', int64, (c) => c.notNull())
        .addColumn('revision', int64, (c) => c.notNull().defaultTo(0))
        .addPrimaryKeyConstraint('uk_request_pk', ['tenant', 'request_key'] as never),
    )
    .execute();
  await schema.createIndex('uk_request_slot').on('uk_request').columns(['tenant', 'slot']).execute();
  await schema.createIndex('uk_request_session').on('uk_request').columns(['tenant', 'session']).execute();

  await traits
    .clustered(
      schema
        .createTable('uk_tool_call')
        .addColumn('tenant', 'integer', (c) => c.notNull())
        .addColumn('call_key', int64, (c) => c.notNull())
        .addColumn('request', int64)
        .addColumn('session', int64, (c) => c.notNull())
        .addColumn('at_ms', int64, (c) => c.notNull())
        .addColumn('slot', int64, (c) => c.notNull())
        .addColumn('tool', 'integer', (c) => c.notNull())
        .addColumn('outcome', 'integer', (c) => c.notNull())
        .addColumn('approval', 'integer', (c) => c.notNull())
        .addColumn('approval_source', 'integer', (c) => c.notNull())
        .addColumn('call_count', int64, (c) => c.notNull())
        .addColumn('duration_ms', int64, (c) => c.notNull())
        .addColumn('claim', int64, (c) => c.notNull())
        .addPrimaryKeyConstraint('uk_tool_call_pk', ['tenant', 'call_key']),
    )
    .execute();
  await schema.createIndex('uk_tool_call_slot').on('uk_tool_call').columns(['tenant', 'slot']).execute();
  await schema.createIndex('uk_tool_call_session').on('uk_tool_call').columns(['tenant', 'session']).execute();

  await traits
    .clustered(
      schema
        .createTable('uk_turn')
        .addColumn('tenant', 'integer', (c) => c.notNull())
        .addColumn('turn_key', int64, (c) => c.notNull())
        .addColumn('session', int64, (c) => c.notNull())
        .addColumn('at_ms', int64, (c) => c.notNull())
        .addColumn('engaged_ms', int64, (c) => c.notNull())
        .addColumn('prompt_count', int64, (c) => c.notNull())
        .addColumn('claim', int64, (c) => c.notNull())
        .addPrimaryKeyConstraint('uk_turn_pk', ['tenant', 'turn_key']),
    )
    .execute();
  await schema.createIndex('uk_turn_session').on('uk_turn').columns(['tenant', 'session']).execute();

  let session = schema
    .createTable('uk_session')
    .addColumn('tenant', 'integer', (c) => c.notNull())
    .addColumn('session_key', int64, (c) => c.notNull())
    .addColumn('external_id', 'text', (c) => c.notNull())
    .addColumn('parent', 'text', (c) => c.notNull())
    .addColumn('run', int64)
    .addColumn('started_ms', int64)
    .addColumn('start_slot', int64)
    .addColumn('cost_nano', int64);
  for (const name of SESSION_INTEGERS) session = session.addColumn(name, int64, (c) => c.notNull()) as typeof session;
  await traits
    .clustered(session.addPrimaryKeyConstraint('uk_session_pk', ['tenant', 'session_key'] as never))
    .execute();
  await schema.createIndex('uk_session_start').on('uk_session').columns(['tenant', 'start_slot']).execute();

  await traits
    .clustered(
      schema
        .createTable('uk_run')
        .addColumn('tenant', 'integer', (c) => c.notNull())
        .addColumn('run_key', int64, (c) => c.notNull())
        .addColumn('external_id', 'text', (c) => c.notNull())
        .addColumn('workspace', 'text', (c) => c.notNull())
        .addColumn('status', 'integer', (c) => c.notNull())
        .addColumn('total_tables', int64, (c) => c.notNull())
        .addColumn('started_ms', int64, (c) => c.notNull())
        .addColumn('completed_ms', int64)
        .addColumn('reset_marker', 'text')
        .addPrimaryKeyConstraint('uk_run_pk', ['tenant', 'run_key']),
    )
    .execute();

  await traits
    .clustered(
      schema
        .createTable('uk_cursor')
        .addColumn('tenant', 'integer', (c) => c.notNull())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('file', 'text', (c) => c.notNull())
        .addColumn('read_offset', int64, (c) => c.notNull())
        .addColumn('size', int64, (c) => c.notNull())
        .addColumn('mtime_ms', 'double precision', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('uk_cursor_pk', ['tenant', 'source', 'file']),
    )
    .execute();

  for (const name of ['uk_name', 'uk_dimset'] as const) {
    await schema
      .createTable(name)
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('hash', int64, (c) => c.notNull().unique())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
  }
  await schema
    .createTable('uk_price_key')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('hash', int64, (c) => c.notNull().unique())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('service_tier', 'text', (c) => c.notNull())
    .addColumn('speed', 'text', (c) => c.notNull())
    .addColumn('residency', 'text', (c) => c.notNull())
    .addColumn('prompt_band', 'integer', (c) => c.notNull())
    .execute();
}

const SESSION_INTEGERS = [
  'dimset',
  'status',
  'status_at_ms',
  'status_position',
  'flag',
  'record_last_ms',
  'last_ms',
  'engaged_ms',
  'model_set',
  'model',
  'request_count',
  'turn_count',
  'tool_count',
  'input',
  'cache_read',
  'cache_w5m',
  'cache_w1h',
  'output',
  'reasoning',
  'cost_pico',
  'unpriced_requests',
  'unpriced_tokens',
  'claim',
] as const;
