import type { TableSpec } from '../TableSpec.ts';

/** Tenants, and what rows refer to by small integers. */
export const DICTIONARIES: readonly TableSpec[] = [
  {
    name: 'uk_tenant',
    columns: {
      id: 'id',
      hash: 'int64',
      name: 'text',
      lineage: 'int64',
      revision: 'int64',
      next_id: 'id',
      next_session: 'int64',
      sealed_before_ms: 'int64',
      late_sealed: 'int64',
    },
    key: ['id'],
    order: 'arrival',
    unique: { hash: ['hash'] },
  },
  {
    name: 'uk_dictionary',
    columns: { tenant: 'id', kind: 'code', id: 'id', hash: 'int64', value: 'text' },
    key: ['tenant', 'kind', 'id'],
    order: 'key',
    unique: { hash: ['tenant', 'kind', 'hash'] },
  },
  {
    name: 'uk_dimset_value',
    columns: { tenant: 'id', dimension: 'id', dimset: 'id', value: 'id' },
    key: ['tenant', 'dimension', 'dimset'],
    order: 'key',
    indexes: { value: ['tenant', 'dimension', 'value'] },
  },
  {
    name: 'uk_dimset_rollup',
    columns: { tenant: 'id', dimset: 'id', rollup: 'id' },
    key: ['tenant', 'dimset'],
    order: 'key',
  },
  {
    name: 'uk_model_set',
    columns: { tenant: 'id', model_set: 'id', model: 'id' },
    key: ['tenant', 'model_set', 'model'],
    order: 'key',
  },
  {
    name: 'uk_dimension',
    columns: {
      tenant: 'id',
      dimension: 'id',
      rolled: 'code',
      value_count: 'id',
      max_values: 'int64',
      grain: 'code',
      since_ms: 'int64',
    },
    key: ['tenant', 'dimension'],
    order: 'key',
  },
];
