import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

import { UsageError } from '../errors.ts';

/** Usage of a group, in disjoint buckets of tokens. */
export interface GoldenFigures {
  requests: number;
  /** Uncached input. */
  inputTokens: number;
  cacheReadTokens: number;
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  /** Reasoning included. */
  outputTokens: number;
  /** Exact cost of what has a price, as decimal text; `null` where nothing has one. */
  costNanoUsd: string | null;
  unpricedRequests: number;
}

/** What became of a tool's calls. */
export interface GoldenTool {
  calls: number;
  ok: number;
  error: number;
  timeout: number;
  cancelled: number;
  deniedByUser: number;
  deniedByRule: number;
  pending: number;
}

/** What reading a case has to give, worked out by hand. */
export interface GoldenExpected {
  source: 'claude-code' | 'codex';
  /** List prices that the costs were worked out with, USD per million tokens. */
  usdPerMillionTokens: Record<string, unknown>;
  totals: GoldenFigures & { sessions: number; toolCalls: number };
  /** By session id; `null` where the files do not say which session made a request. */
  sessions: Record<string, GoldenFigures & { toolCalls: number }> | null;
  models: Record<string, GoldenFigures>;
  tools: Record<string, GoldenTool>;
  /** Lines that cannot be used, an unfinished last one among them. */
  brokenLines: number;
}

/** One small set of transcripts with its known answer. */
export interface GoldenCase {
  /** `<source>/<trap>`. */
  name: string;
  /** Folder of the transcripts: give it to a source as a path. */
  folder: string;
  expected: GoldenExpected;
}

/**
 * The golden conformance data of this package, `fixtures/golden`: hand-made transcripts of Claude Code and Codex, each with one trap, and what a right reading of them gives. Needs Node.
 *
 * @throws UsageError `invalid_argument` where the data was not shipped along
 */
export function goldenCases(): GoldenCase[] {
  // Sources lie two folders below the package's own, a bundle one or two.
  const own = dirname(fileURLToPath(import.meta.url));
  const places = ['../fixtures/golden', '../../fixtures/golden'].map((path) => join(own, path));
  const root = places.find((path) => existsSync(path));
  if (root === undefined) throw new UsageError('invalid_argument', `there is no golden data at ${places.join(' or ')}`);
  const folders = (path: string): string[] =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .toSorted();
  return folders(root).flatMap((source) =>
    folders(join(root, source)).map((trap) => {
      const folder = join(root, source, trap);
      const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as GoldenExpected;
      return { name: `${source}/${trap}`, folder, expected };
    }),
  );
}
