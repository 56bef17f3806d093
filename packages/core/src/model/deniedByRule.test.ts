import { expect, it } from 'vitest';

import { deniedByRule } from './deniedByRule.ts';

const LIMITS = "allowed working directories for this session: '/home/dev/shop'.";

it.each([
  "rm in '/home/dev/a' was blocked. For security, Claude Code may only remove files from the " + LIMITS,
  "Output redirection to '/home/dev/a' was blocked. For security, Claude Code may only write to files in the " + LIMITS,
  "cat in '/etc/passwd' was blocked. For security, Claude Code may only concatenate files from the " + LIMITS,
  "touch in '/home/dev/shop/a' needs approval. The path is inside the working directories for this session",
  'This command requires approval',
  'This Bash command contains multiple operations. The following part requires approval: tee out',
  'Compound commands with cd and git require approval to prevent bare repository attacks',
  'This command changes directory before running a version-control command, which can pick up untrusted hooks.',
  'Commands that change directories and write via output redirection require explicit approval to ensure paths',
  'Contains command_substitution',
  'Contains control characters',
  'Unhandled node type: file_redirect',
  'Parse error',
  'Contains shell syntax (heredoc_body) that cannot be statically analyzed',
  'Contains zsh =cmd equals expansion',
  'Compound command contains cd with write operation - manual approval required to prevent path resolution bypass',
  'Git command in a directory with bare-repository indicators (HEAD, objects/, refs/ in cwd without .git/HEAD). Git may',
  'Git commands outside the original working directory require permission checks when sandbox is enabled',
  'Command appears to be an incomplete fragment',
  'Command contains a `using` statement that may load external code (module or assembly)',
  'Command contains unquoted glob or variable expansion',
  "Command argument '//host/a' contains a UNC path that could trigger network requests",
  'Command uses .NET type [IO.File] outside the ConstrainedLanguage allowlist',
  'Command uses splatting (@variable)',
  'Command writes to .git/ — hooks or config planted there execute on the next git operation.',
  'awk command contains unquoted glob characters — could glob-expand to a planted program or flag before awk runs',
  "A nested command in this command can't be checked before it runs",
  "find with '-exec' executes commands or modifies files — cannot be auto-allowed by a Bash(find:*) prefix rule",
  "'read x' operand contains array subscript — bash evaluates $(cmd) in subscripts",
  'find contains unquoted glob characters',
  "Permission rule 'Bash(rm:*)' from project settings requires approval for this Bash command",
  "Hook 'PreToolUse:Bash' blocked this action: no deploys",
])('of a tool that runs commands %j is what its check says, of others what it put out', (text) => {
  expect(['Bash', 'PowerShell', '', 'Read', 'mcp__ci__run'].map((tool) => deniedByRule(text, tool))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it.each([
  ['Permission to read /etc/shadow has been denied.', 'Read'],
  ["Claude requested permissions to use WebFetch, but you haven't granted it yet.", 'WebFetch'],
  ['WebFetch denied access to domain:example.com.', 'WebFetch'],
  ['File is in a directory that is denied by your permission settings.', 'Edit'],
  ["Agent type 'x' has been denied by permission rule 'Agent(x)' from settings.", 'Agent'],
  ['Answer questions?', 'AskUserQuestion'],
  ['Execute skill: pdf', 'Skill'],
  ['PreToolUse:Bash hook error: no deploys', 'Bash'],
  ['PreToolUse:Bash hook returned blocking error', 'Bash'],
  ['Execution stopped by PreToolUse hook: no deploys', 'Edit'],
  ['Permission denied by hook', 'Write'],
  ["Command 'C:\\a' resolved from a path-like name and requires approval", 'PowerShell'],
  ['Copy-Item is a write operation but no target path could be determined; requires manual approval', 'PowerShell'],
  ["Arguments in 'Set-Content' cannot be statically validated in acceptEdits mode", 'PowerShell'],
  ['Permission denied by PermissionRequest hook', 'Edit'],
  ['Register-ScheduledTask creates or modifies a scheduled task (persistence primitive)', 'PowerShell'],
  ['ForEach-Object -MemberName invokes methods by string name which cannot be validated', 'PowerShell'],
])('%j of %s says that nobody let it run', (text, tool) => {
  expect(deniedByRule(text, tool)).toBe(true);
});

it.each([
  ['Exit code 1\nThis command requires approval', 'Bash'],
  ['Exit code 126\nbash: ./a: Permission denied', 'Bash'],
  ['rm: cannot remove /a: Permission denied', 'Bash'],
  ['Parse error: syntax error, unexpected end of file', 'Bash'],
  ['Contains two errors', 'Bash'],
  ['The deployment requires manual approval', 'Bash'],
  ['Exit code 1\nThe deployment requires approval', 'PowerShell'],
  ['The deployment requires approval', 'PowerShell'],
  ['Terraform: the input cannot be validated', 'PowerShell'],
  ['This command requires approval by an owner of the workspace', 'Bash'],
  ['Command argument list too long', 'Bash'],
  ['Command name not found: deploy', 'Bash'],
  ['Command contains errors', 'Bash'],
  ['Command uses deprecated option', ''],
  ['Command uses deprecated option', 'Bash'],
  ['Command writes to stderr', 'Bash'],
  ['Contains 3', ''],
  ['Contains 3', 'Bash'],
  ['Contains control characters at line 3', 'Bash'],
  ['Permission denied for: relation users', 'Bash'],
  ['Permission denied by hook: main is protected', 'Bash'],
  ['Git command failed: repository not found', 'Bash'],
  ["Hook 'pre-push' blocked this action: tests fail", 'Bash'],
  ['Parser aborted (core dumped)', 'Bash'],
  ['README contains unquoted globs', 'Bash'],
  ['Execute skill: pdf', 'Bash'],
  ['Unknown skill: pdf', 'Skill'],
  ['Permission denied', 'Read'],
  ['File does not exist.', 'Read'],
  ['File has not been read yet. Read it first before writing to it.', 'Write'],
])('%j of %s is what the tool itself says', (text, tool) => {
  expect(deniedByRule(text, tool)).toBe(false);
});
