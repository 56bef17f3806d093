import type { Fields, ReadPlan } from '../scanner/fieldTable.ts';

const whole = {};
const fork: Fields = { sessionId: whole };

const tokens: Fields = {
  input_tokens: whole,
  output_tokens: whole,
  cache_read_input_tokens: whole,
  cache_creation_input_tokens: whole,
  cache_creation: { fields: { ephemeral_5m_input_tokens: whole, ephemeral_1h_input_tokens: whole } },
  output_tokens_details: { fields: { thinking_tokens: whole } },
};
const usage: Fields = {
  ...tokens,
  // As a rule they repeat the counts of the whole; the parser reads those of other kinds than `message`.
  iterations: { list: true, onlyWithNeedle: true, fields: { ...tokens, type: whole, model: whole, speed: whole } },
  server_tool_use: { fields: { web_search_requests: whole } },
  service_tier: whole,
  speed: whole,
  inference_geo: whole,
};
const response: Fields = {
  id: whole,
  model: whole,
  stop_reason: whole,
  usage: { fields: usage },
  pausedResponses: { list: true, fields: { usage: { fields: usage } } },
};

/** Of texts, results among them, it is read how they begin; failed results are read whole, because their words tell why. */
const block: Fields = {
  type: whole,
  id: whole,
  name: whole,
  tool_use_id: whole,
  is_error: { wholeLineIfTrue: true },
  text: { text: 'beginning' },
  content: { text: 'beginning', list: true, fields: { text: { text: 'beginning' } } },
};

const envelope: Fields = {
  timestamp: whole,
  uuid: whole,
  requestId: whole,
  requestSessionId: whole,
  isSidechain: whole,
  agentId: whole,
  costUSD: whole,
  isUnmetered: whole,
  forkedFrom: { fields: fork },
};

/** What the parser reads of a line of Claude Code. What it reads besides only of lines with a failed result is not in it. */
export const claudeCodeReadPlan: ReadPlan = {
  fields: {
    ...envelope,
    type: whole,
    subtype: whole,
    sessionId: whole,
    parent_tool_use_id: whole,
    cwd: whole,
    durationMs: whole,
    isMeta: whole,
    isCompactSummary: whole,
    isApiErrorMessage: whole,
    interruptedByShutdown: whole,
    permissionDecision: { fields: { decision: whole, source: whole, reasonType: whole } },
    origin: { fields: { kind: whole } },
    snapshot: { fields: { timestamp: whole } },
    message: { fields: { ...response, content: { text: 'beginning', list: true, fields: block } } },
    data: { fields: { message: { fields: { ...envelope, message: { fields: response } } } } },
  },
  idleStarts: [
    'file-history-snapshot',
    'file-history-delta',
    'queue-operation',
    'last-prompt',
    'summary',
    'ai-title',
    'custom-title',
    'permission-mode',
  ].map((type) => `{"type":"${type}"`),
  needles: [{ word: 'compaction' }, { word: '_message' }],
};
