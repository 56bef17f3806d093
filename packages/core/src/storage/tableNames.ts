import {
  type IdentifierNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type QueryId,
  type SchemableIdentifierNode,
} from 'kysely';

import { UsageError } from '../errors.ts';
import type { EngineName } from './EngineTraits.ts';

const OWN = 'uk_';

/** Puts a prefix in place of our own on the names of tables and indexes, and a schema before tables. */
class TableNames extends OperationNodeTransformer {
  readonly #prefix: string;
  readonly #schema: string | undefined;

  constructor(prefix: string, schema: string | undefined) {
    super();
    this.#prefix = prefix;
    this.#schema = schema;
  }

  protected override transformIdentifier(node: IdentifierNode, queryId: QueryId): IdentifierNode {
    const { name } = super.transformIdentifier(node, queryId);
    return { kind: 'IdentifierNode', name: name.startsWith(OWN) ? `${this.#prefix}${name.slice(OWN.length)}` : name };
  }

  protected override transformSchemableIdentifier(
    node: SchemableIdentifierNode,
    queryId: QueryId,
  ): SchemableIdentifierNode {
    const transformed = super.transformSchemableIdentifier(node, queryId);
    if (this.#schema === undefined || node.schema || !node.identifier.name.startsWith(OWN)) return transformed;
    return { ...transformed, schema: { kind: 'IdentifierNode', name: this.#schema } };
  }
}

/**
 * Plugins by which tables get other names than their own; none when they keep them.
 *
 * @throws UsageError `invalid_argument` when a name is none
 */
export function tableNames(
  engine: EngineName,
  { tablePrefix = OWN, schema }: { tablePrefix?: string; schema?: string },
): KyselyPlugin[] {
  if (!/^[a-z_][a-z0-9_]{0,30}$/i.test(tablePrefix)) {
    throw new UsageError(
      'invalid_argument',
      `tablePrefix '${tablePrefix}' cannot begin the name of a table: letters, digits and _, 31 at most, no digit first`,
    );
  }
  if (engine === 'sqlite' && /^sqlite_/i.test(tablePrefix)) {
    throw new UsageError(
      'invalid_argument',
      `tablePrefix '${tablePrefix}': SQLite keeps names that begin with sqlite_ for itself`,
    );
  }
  if (engine === 'sqlite' && schema !== undefined) {
    throw new UsageError(
      'invalid_argument',
      `schema '${schema}': SQLite has no schemas, leave it out; tablePrefix keeps tables apart`,
    );
  }
  if (schema !== undefined && !/^[^"\0]{1,63}$/.test(schema)) {
    throw new UsageError('invalid_argument', `'${schema}' cannot name a schema: 63 characters at most, no quotes`);
  }
  if (tablePrefix === OWN && schema === undefined) return [];
  const transformer = new TableNames(tablePrefix, schema);
  return [
    {
      transformQuery: ({ node, queryId }: PluginTransformQueryArgs) => transformer.transformNode(node, queryId),
      transformResult: async ({ result }) => result,
    },
  ];
}
