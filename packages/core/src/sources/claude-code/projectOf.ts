/**
 * The project of a working directory: worktrees that an agent makes for itself belong to the folder they were made from.
 *
 * @example
 * projectOf('/home/a/app/.claude/worktrees/agent-1') // => '/home/a/app'
 */
export function projectOf(cwd: string): string {
  return cwd.replace(/[\\/](\.claude[\\/]worktrees|\.worktrees)[\\/].*$/, '');
}
