import { folderPath } from './folderPath.ts';

/**
 * The project of a working directory of Claude Code: worktrees that an agent makes for itself belong to the folder they were made from.
 *
 * @example
 * claudeProject('/home/a/app/.claude/worktrees/agent-1') // => '/home/a/app'
 */
export function claudeProject(cwd: string): string {
  return folderPath(cwd.replace(/[\\/](\.claude[\\/]worktrees|\.worktrees)[\\/].*$/, ''));
}
