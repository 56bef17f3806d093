/** What stands in place of a result of any tool that a rule, a mode or a hook refused, or that needed an answer which nobody could give. */
const OF_ANY_TOOL = [
  /^Permission to use .* has been (auto-)?denied/s,
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
  /^Permission denied by (PermissionRequest )?hook$/,
];

/** What the check of a path says, and servers of tools may say too. */
const OF_OWN_TOOLS = [/^Permission to (read|edit|write) .* has been denied/s];

/** What the check of a command says, which goes before the command runs. */
const OF_COMMANDS = [
  /^This command requires approval(?! \w)/,
  /^This (Bash|PowerShell) command contains multiple operations/,
  /^(Classifier|Tool|Permission rule) '.*requires approval for this (Bash|PowerShell) command/s,
  /^Hook '(PreToolUse|PermissionRequest).*' (blocked this action: |requires approval for this (Bash|PowerShell) command)/s,
  /^Current permission mode \(.*\) requires approval for this (Bash|PowerShell) command/,
  /^Run outside of the sandbox$/,
  /^(Required|Denied) by Bash prompt rule: "/,
  // The paths that a command touches.
  /^([\w.-]+ (in|targeting)|(Output|Input) redirection (to|from)) '.*' (was blocked( by a deny rule|\. For security, )|needs approval\. The path is )/s,
  /^Dangerous \w+ operation (detected: '|on critical path: )/,
  /^Remove-Item .*( is blocked\. This path is protected|requires manual approval$)/s,
  /^(Shell expansion syntax|Variable expansion syntax|Tilde expansion variants \(.*\)) in paths requires? manual approval/,
  /^(UNC network paths|Process substitution( \(.*\) can execute arbitrary commands and)?) requires? manual approval/,
  /^(Glob patterns|Backtick escape characters|Brace characters|Module-qualified provider paths|Paths beginning with ~user) .*[Rr]equires? manual approval/,
  /^cd with two or more directory arguments requires manual approval/,
  /^(Path contains suspicious Windows-specific patterns|UNC paths are blocked because they can trigger) /,
  /^Glob patterns are not allowed in write operations\./,
  /^\w+ (with flags|command with flags) requires manual approval/,
  /^sed command (requires approval|contains operations that require explicit approval)/,
  // What a command is made of.
  /^This command (uses shell operators that require approval|contains patterns that could pose security risks)/,
  /^This command changes directory before running a version-control command/,
  /^Commands that change directories and (perform write operations|write via output redirection) require explicit approval /,
  /^Multiple directory changes in one command require approval /,
  /^Compound commands (with cd(\/Set-Location)? and git require |that create git internal files and run git )/,
  /^Compound command (changes working directory \(|contains (a directory-changing command \(|cd with )|creates a filesystem link \()/,
  /^Compound command (extracts an archive (and runs git|followed by other commands)\.|runs a native file copier \()/,
  /^Git commands? (in (directories with bare repository structure|a directory with bare-repo)|outside the original working directory require )/,
  /^Command (appears to be an incomplete fragment|compiles and loads \.NET code|invokes \.NET methods|modifies environment variables|requests elevated privileges)$/,
  /^Command (downloads (and executes remote code|files via BITS transfer)|uses (splatting \(@variable\)|stop-parsing token \(--%\)))$/,
  /^Command argument ('.+' (contains a UNC path that could |uses a non-filesystem provider path and )|has unvalidatable type \()/,
  /^Command contains (a `(using|#Requires)` |a UNC path that could |Windows UNC path that could |expandable strings with embedded |file redirections that could write )/,
  /^Command contains (malformed syntax that cannot be parsed: |script block (that|with dangerous cmdlet that) may |subexpressions(, script blocks, or | \$\(\)$)|unquoted (glob or )?variable expansion$)/,
  /^Command creates (a filesystem link \(|or modifies an alias or variable that can affect )/,
  /^Command (instantiates a COM object which|loads, installs, or downloads a PowerShell|spawns a nested PowerShell process which) /,
  /^Command name is (a dynamic expression which cannot |runtime-determined \()/,
  /^Command uses (\.NET type \[|Invoke-Expression which can |certutil to download |encoded parameters which |the background job operator \()/,
  /^Command writes to (\.git\/ — |a git-internal path \()/,
  /^[\w./-]+( command)? contains unquoted glob characters( |$)/,
  /^[^\n]+ can't be checked before it runs/,
  /^find with '.+' executes commands or modifies files/,
  /^Unhandled node type: \S+$/,
  /^Contains (\w+_(substitution|expression|statement|definition|command|string|redirect)|(simple_)?expansion|subshell)$/,
  /^Contains (Unicode whitespace|backslash-escaped whitespace|control characters|lone surrogate|shell syntax \(\w+\) that cannot be statically analyzed)$/,
  /^Contains (brace with quote character|zsh (<N-M>|=cmd|~\[)) ?/,
  /^(Brace expansion|Null argument node|Parse error|Unrecognized redirect shape|Variable assignment without name)$/,
  /^(Parser aborted \(timeout, |Accesses \/proc\/\*\/environ |Empty command name — |Invalid variable name \(bash |Legacy \$\[)/,
  /^(Heredoc with unquoted delimiter|IFS assignment|PS4 (\+=|value)|Quoted heredoc delimiter) \S+ /,
  /^Number node contains expansion /,
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

/** What the check of a command of PowerShell says beside. */
const OF_POWERSHELL = [
  /^(Command|Nested command) '.+' resolved from a path-like name and requires approval$/,
  /^\S+ (is a write operation but no target path could be determined;|receives its path from a pipeline expression source|may receive a path from an upstream pipeline command) .*requires manual approval$/,
  /^\S+ (uses a parameter or complex path expression \(|appears inside a control-flow or chain statement where ).*requires manual approval$/,
  /^Path '.+' (uses a non-filesystem provider|is drive-relative \(.+\)) and requires manual approval$/,
  /^(Arguments in (nested )?'.+'|Colon-bound parameter contains an expression that|Nested expression element \(\w+\)|Pipeline contains expression source \(\w+\) that) cannot be statically validated/,
  /^Pipeline consists of output-formatting cmdlets with script blocks /,
  /^\S+ (-FilePath executes an arbitrary script file|with positional string argument binds to -(FilePath|MemberName) and |can spawn arbitrary processes via WMI)/,
  /^(\S+ creates or modifies a scheduled task|schtasks with create\/change modifies scheduled tasks) \(persistence primitive\)$/,
  /^ForEach-Object -MemberName invokes methods by string name which /,
  /^Invoke-Item opens files with the default handler \(ShellExecute\)/,
  /^Start-Process launches a nested PowerShell process which /,
  /^New-Object instantiates \.NET type '.+' outside the ConstrainedLanguage allowlist$/,
  /^(UNC|Automount -hosts) (path|glob pattern) detected \(defense-in-depth check\)$/,
];

/** Whether a tool is known to be Claude Code's own, and not a server's, which answers in words of its own. */
export const isOwnTool = (tool: string): boolean => tool !== '' && !tool.startsWith('mcp__');

/**
 * Whether a failed result is the words of a denial that no person spoke: they stand where the result of a tool would, and tools may say nearly anything, so that only
 * what Claude Code itself says counts, and of commands only where the tool is known to run them. Up to 2.1.204 nothing else told of them.
 *
 * @param tool name of the tool; `''` when unknown
 * @example
 * deniedByRule('This command requires approval', 'Bash') // => true
 */
export function deniedByRule(text: string, tool: string): boolean {
  const says = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(text));
  if (says(OF_ANY_TOOL) || (isOwnTool(tool) && says(OF_OWN_TOOLS))) return true;
  if (tool === 'Skill' && text.startsWith('Execute skill: ')) return true;
  if (tool === 'PowerShell' && says(OF_POWERSHELL)) return true;
  return (tool === 'Bash' || tool === 'PowerShell') && says(OF_COMMANDS);
}
