import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';

import { homeFolder, type SourceFile, type UsageSource } from '@usagekit/core/sources';
import { claudeCode } from '@usagekit/core/sources/claude-code';
import { codex } from '@usagekit/core/sources/codex';

import { CommandError } from '../args/CommandError.ts';
import { type Agent, agentOfTranscript } from './agentOfTranscript.ts';
import { searchedPlaces } from './searchedPlaces.ts';

/** Whether the system does not let the user look into a folder, or at what is no folder. */
function isClosed(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return false;
  } catch {
    return true;
  }
}

/** What a path leads to; `undefined` when it leads nowhere, `unknown` when the system does not say: whoever reads it next reports why. */
function kindOf(path: string): 'folder' | 'other' | 'unknown' | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat && (stat.isDirectory() ? 'folder' : 'other');
  } catch {
    return 'unknown';
  }
}

/**
 * The folders to search below one that was named: of the user's own home the agents' places rather than all of it, any other folder as a whole.
 *
 * @throws CommandError with exit code 1 when there is no such folder
 */
function searchedFolders(given: string): string[] {
  const folder = resolve(given);
  if (!kindOf(folder)) throw new CommandError(1, `there is no folder ${folder}`);
  if (isClosed(folder)) return [folder];
  if (folder !== homeFolder(process.env)) return [folder];
  const found = searchedPlaces([], { HOME: folder }).filter((path) =>
    ['folder', 'unknown'].includes(kindOf(path) ?? ''),
  );
  return found.length > 0 ? found : [folder];
}

/** Is told what of the folders cannot be read. */
type Report = NonNullable<Parameters<UsageSource['files']>[0]>;

/** What lies in some folders, and what of them cannot be read. */
interface Listing {
  files: readonly SourceFile[];
  skipped: readonly Parameters<Report>[0][];
}

/** Lists folders for both agents at once: they look for the same names, and walking a tree twice would take twice as long. What is found is good until the current work is done. */
function sharedListing(): (source: UsageSource) => Listing {
  const listings = new Map<string, Listing>();
  return (source) => {
    const folders = source.roots().join('\0');
    const known = listings.get(folders);
    if (known) return known;
    const skipped: Parameters<Report>[0][] = [];
    const listing = { files: source.files((of) => skipped.push(of)), skipped };
    listings.set(folders, listing);
    queueMicrotask(() => listings.delete(folders));
    return listing;
  };
}

/** A source that lists only those of its files that its own agent wrote. */
function ownFilesOnly(
  source: UsageSource,
  agent: Agent,
  agentOf: (file: SourceFile) => Agent | undefined,
  listingOf: (source: UsageSource) => Listing,
  reportedTo: WeakMap<Report, Set<string>>,
): UsageSource {
  return {
    ...source,
    files: (onSkipped) => {
      const { files, skipped } = listingOf(source);
      if (onSkipped) {
        // Both sources walk the same folders: what neither can read is reported once to whoever asks both.
        const reported = reportedTo.get(onSkipped) ?? new Set();
        reportedTo.set(onSkipped, reported);
        for (const of of skipped) {
          if (!reported.has(of.file)) onSkipped(of);
          reported.add(of.file);
        }
      }
      return files.filter((file) => agentOf(file) === agent);
    },
  };
}

/** Folders that an agent keeps for itself: what lies below needs no look inside. */
const OWN_FOLDERS: readonly [RegExp, Agent][] = [
  [/[\\/](\.claude|\.config[\\/]claude)[\\/]projects([\\/]|$)/, 'claude-code'],
  [/[\\/]\.codex[\\/](archived_)?sessions([\\/]|$)/, 'codex'],
];

/** The agent that keeps a folder for itself. */
function ownerOf(path: string): Agent | undefined {
  return OWN_FOLDERS.find(([folder]) => folder.test(path))?.[1];
}

/** The agent that wrote a file, by its folder, else by its content; each file is opened until it tells. */
function rememberedAgent(): (file: SourceFile) => Agent | undefined {
  const agents = new Map<string, Agent>();
  return ({ path }) => {
    const known = agents.get(path) ?? ownerOf(path);
    if (known) return known;
    const { agent, isCertain } = agentOfTranscript(path);
    if (agent && isCertain) agents.set(path, agent);
    return agent;
  };
}

/**
 * The sources to read: both agents' or one's, in their own places, or under the folders given. A folder may hold transcripts of both
 * agents; each file is read by the source of the agent that wrote it.
 *
 * @param which `claude-code`, `codex` or `all`
 * @param paths folders given; none = the agents' own places
 * @throws CommandError with exit code 1 when a folder is missing
 */
export function transcriptSources(which: string, paths: readonly string[]): UsageSource[] {
  const folders = paths.flatMap(searchedFolders);
  const options = (agent: Agent): { paths?: string[] } =>
    folders.length > 0 ? { paths: folders.filter((folder) => (ownerOf(folder) ?? agent) === agent) } : {};
  const sources: [Agent, UsageSource][] = [];
  if (which !== 'codex') sources.push(['claude-code', claudeCode(options('claude-code'))]);
  if (which !== 'claude-code') sources.push(['codex', codex(options('codex'))]);
  const agentOf = rememberedAgent();
  const listingOf = sharedListing();
  const reportedTo = new WeakMap<Report, Set<string>>();
  return sources.map(([agent, source]) =>
    folders.length > 0 ? ownFilesOnly(source, agent, agentOf, listingOf, reportedTo) : source,
  );
}
