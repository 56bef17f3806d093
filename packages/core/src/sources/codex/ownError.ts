/** Codex's words are the whole of the output, on one line, save for the causes of an error behind it. */
const anyOf = (...patterns: readonly string[]): RegExp => new RegExp(`^(?:${patterns.join('|')})$`);

/** What Codex answers itself, whatever tool was called: it has none of the name, or cannot read the call. Of a server's tool it says the server, too: without it, the words are the server's. */
const UNKNOWN_CALL = anyOf(
  String.raw`unsupported (custom tool )?call: (?<called>\S+)`,
  String.raw`tool (?<invoked>\S+) invoked with incompatible payload`,
  String.raw`(?<handled>\S+) handler received (unsupported payload|invalid patch input|non-apply_patch input)`,
);

const ID_OR_PATH = '[^\\n]*';
/** What went wrong in the words of a library or a server. */
const CAUSES = String.raw`[\s\S]*`;
/** Errors of Codex's own tools, of 0.134 to 0.171, by the tools that say them. What any other tool answers in the same words is an answer. */
const ERRORS: readonly [tools: RegExp, words: RegExp][] = [
  [
    /^view_image$/,
    anyOf(
      `unable to (locate|read|process) image at \`${ID_OR_PATH}`,
      `unable to process image: ${CAUSES}`,
      `image path \`${ID_OR_PATH}\` is not a file`,
      'view_image is (not allowed because you do not support image inputs|unavailable in this session)',
      `view_image.detail only supports ${ID_OR_PATH}`,
    ),
  ],
  [
    /^(create|get|update)_goal$/,
    anyOf(
      `cannot (create a new|update) goal ${ID_OR_PATH}`,
      `update_goal can only mark ${ID_OR_PATH}`,
      'goals feature is disabled',
    ),
  ],
  [/^update_plan$/, anyOf('update_plan is a TODO/checklist tool and is not allowed in Plan mode')],
  [/^request_user_input$/, anyOf(`request_user_input (is unavailable in|can only be used by|requires) ${ID_OR_PATH}`)],
  [
    /^(spawn_agent|send_input|send_message|followup_task|resume_agent|close_agent|interrupt_agent|wait|wait_agent)$/,
    anyOf(
      `agent with id ${ID_OR_PATH} (not found|is closed)`,
      'agent ids must be non-empty',
      `(invalid agent id|unknown agent_type|Unknown model) ${ID_OR_PATH}`,
      `collab (spawn|tool) failed: ${CAUSES}`,
      'collab manager unavailable',
      `agent (thread|depth) limit reached${ID_OR_PATH}`,
      String.raw`Agent depth limit reached\. Solve the task yourself\.`,
      'Provide (either message or items, but not both|one of: message or items)',
      "(Empty message can't be sent to an agent|Items can't be empty)",
      `(Reasoning effort|Service tier) \`${ID_OR_PATH} is not supported for model ${ID_OR_PATH}`,
      `Full-history forked agents inherit ${ID_OR_PATH}`,
      'timeout_ms must be greater than zero',
    ),
  ],
  [
    /^(list_mcp_resources|list_mcp_resource_templates|read_mcp_resource)$/,
    anyOf(`unknown MCP server '${ID_OR_PATH}`, `resources/(list|read|templates/list) failed${CAUSES}`),
  ],
];

const ofServer = (tool: string): boolean => tool.startsWith('mcp__');

/** Whether Codex answers a call itself, with an error. */
export function isOwnError(text: string, tool: string): boolean {
  const words = text.trimEnd();
  const unknown = UNKNOWN_CALL.exec(words)?.groups;
  if (unknown) return !ofServer(tool) || Object.values(unknown).some((name) => name !== undefined && ofServer(name));
  return ERRORS.some(([tools, said]) => tools.test(tool) && said.test(words));
}
