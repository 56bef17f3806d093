/** What stands in place of a result of any tool that a rule, a mode or a hook refused, or that needed an answer which nobody could give. */
const OF_ANY_TOOL = [
  /^Permission to (use|read|edit|write) .* has been (auto-)?denied/s,
  /^Permission for this action (was|has been) denied/,
  /^Permission for this tool use was denied\. It requires approval/,
  /^This call was denied and did not run\. It needs the user's answer/,
  /^.+ is temporarily unavailable, so auto mode cannot determine the safety of /,
  /^Claude requested permissions to /,
  /^(Answer questions|Exit plan mode|Enter plan mode)\?$/,
  /^File is in a directory that is denied by your permission settings\./,
  /^Agent type '.+' has been denied by permission rule /,
  /^WebFetch denied access to /,
  /^Skill execution blocked by permission rules$/,
  /^(PreToolUse|PermissionRequest):.*hook (returned blocking )?error/,
  /^Hook (PreToolUse|PermissionRequest):.* denied this tool/,
  /^Execution stopped by PreToolUse hook/,
  /^Permission denied by hook/,
];

/** What the check of a command says, which goes before the command runs. */
const OF_COMMANDS = [
  /^This command requires approval/,
  /^This (Bash|PowerShell) command contains multiple operations/,
  /^(Classifier|Tool|Permission rule) '.*requires approval for this \w+ command/s,
  /^Hook '.*' (blocked this action: |requires approval for this \w+ command)/s,
  /^Current permission mode \(.*\) requires approval for this \w+ command/,
  /^Run outside of the sandbox$/,
  /^(Required|Denied) by Bash prompt rule: "/,
  /^Permission denied for: /,
  // The paths that a command touches.
  /^([\w.-]+ (in|targeting)|(Output|Input) redirection (to|from)) '.*' (was blocked( by a deny rule|\. For security, )|needs approval\. The path is )/s,
  /^Dangerous \w+ operation (detected: '|on critical path: )/,
  /^Remove-Item .*( is blocked\. This path is protected|requires manual approval$)/s,
  /^(Shell expansion syntax|Variable expansion syntax|Tilde expansion variants \(.*\)) in paths requires? manual approval/,
  /^(UNC network paths|Process substitution( \(.*\) can execute arbitrary commands and)?) requires? manual approval/,
  /^(Glob patterns|Backtick escape characters|Module-qualified provider paths|Paths beginning with ~user) .*[Rr]equires? manual approval/,
  /^(Path contains suspicious Windows-specific patterns|UNC paths are blocked because they can trigger) /,
  /^Glob patterns are not allowed in write operations\./,
  /^\w+ (with flags|command with flags) requires manual approval/,
  /^sed command (requires approval|contains operations that require explicit approval)/,
  // What a command is made of.
  /^This command (uses shell operators that require approval|contains patterns that could pose security risks)/,
  /^This command changes directory before running a version-control command/,
  /^(Compound commands?|Commands that change directories|Multiple directory changes|Git commands?) .*(approval|permission checks|stale cwd|git internal|repository|hooks from cwd)/s,
  /^Command (appears to be|argument|compiles|contains|creates|downloads|instantiates|invokes|loads,|modifies|name|requests|spawns|uses|writes) /,
  /^[\w./-]+ contains unquoted glob/,
  /^[^\n]+ can't be checked before it runs/,
  /^find with '.+' executes commands or modifies files/,
  /^(Contains|Unhandled node type:) \S+$/,
  /^Contains (Unicode whitespace|backslash-escaped whitespace|brace with quote|control characters|zsh )/,
  /^(Brace expansion|Null argument node|Parse error|Unrecognized redirect shape|Variable assignment without name)$/,
  /^(Parser aborted \(|Accesses \/proc\/\*\/environ |Empty command name — |Invalid variable name \(bash |Legacy \$\[)/,
  /^(Heredoc with unquoted delimiter|IFS assignment|Number node|PS4 (\+=|value)|Quoted heredoc delimiter) \S+ /,
  /^(Redirect (has multiple targets|target (contains|starts))|Tilde in assignment value|Word contains (brace|unescaped)) /,
  /^Arithmetic expansion references variable or non-literal: /,
  /^\S+ as loop variable bypasses assignment validation$/,
  /^'[^\n]+' (was tracked as literal '|in condition may not execute |evaluates arguments as shell code$)/,
  /^(declare positional )?'[^\n]* contains array subscript — bash /,
  /^declare flag \S+ changes assignment semantics/,
  /^(Shell keyword|Zsh builtin) '.+' (as command name — |can bypass security checks$)/,
  /^(env|stdbuf|timeout|nice) (with|duration|argument) [^\n]+ cannot (be statically analyzed|statically determine)/,
  /^jq command contains (dangerous flags|system\(\) function)/,
];

/** What PowerShell itself says begins with its exit code. */
const OF_POWERSHELL =
  /^(?!Exit code)[^\n]* (requires (manual )?approval|cannot be (statically )?(validated|verified)|executes a(n arbitrary)? script file|arbitrary (code\.|processes via )|invokes methods by |ConstrainedLanguage allowlist|\(persistence primitive\)|\(defense-in-depth check\)|cannot auto-allow )/;

/** Tools that run commands; `''` where the call, and with it its tool, is not known. */
const COMMAND_TOOLS = ['Bash', 'PowerShell', ''];

/**
 * Whether a failed result is the words of a denial that no person spoke: they stand where the result of a tool would, and tools may say nearly anything, so that only
 * what Claude Code itself says counts. Up to 2.1.204 nothing else told of them.
 *
 * @param tool name of the tool; `''` when unknown
 * @example
 * deniedByRule('This command requires approval', 'Bash') // => true
 */
export function deniedByRule(text: string, tool: string): boolean {
  if (OF_ANY_TOOL.some((pattern) => pattern.test(text))) return true;
  if (tool === 'Skill' && text.startsWith('Execute skill: ')) return true;
  if (tool === 'PowerShell' && OF_POWERSHELL.test(text)) return true;
  return COMMAND_TOOLS.includes(tool) && OF_COMMANDS.some((pattern) => pattern.test(text));
}
