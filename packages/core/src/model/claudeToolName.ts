/**
 * The name of a tool of Claude Code, one through all versions: earlier ones called `Agent` `Task`.
 *
 * @example
 * claudeToolName('Task') // => 'Agent'
 */
export function claudeToolName(name: string): string {
  return name === 'Task' ? 'Agent' : name;
}
