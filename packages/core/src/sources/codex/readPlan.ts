import type { Fields, ReadPlan } from '../scanner/fieldTable.ts';
import { EXIT_CODE_WITHIN, TIMED_OUT_WITHIN } from './toolOutcome.ts';

const whole = {};

const usage: Fields = {
  input_tokens: whole,
  cached_input_tokens: whole,
  cache_read_input_tokens: whole,
  cache_write_input_tokens: whole,
  output_tokens: whole,
  reasoning_output_tokens: whole,
};

const session: Fields = {
  id: whole,
  timestamp: whole,
  cwd: whole,
  model_provider: whole,
  session_id: whole,
  forked_from_id: whole,
  parent_thread_id: whole,
  source: { fields: { subagent: { fields: { thread_spawn: { fields: { parent_thread_id: whole } } } } } },
  subagent_history_start_ordinal: whole,
  history_base: { fields: { end_ordinal_exclusive: whole } },
};

/** Events that show what goes on, and state no usage. */
const SHOWN = [
  'agent_reasoning',
  'agent_message',
  'user_message',
  'exec_command_begin',
  'exec_command_end',
  'patch_apply_begin',
  'mcp_tool_call_begin',
];

/** Bytes of JSON that one UTF-16 unit of a string takes at most: those of an escape. */
const BYTES_PER_UNIT = 6;

/** What the parser reads of a line of Codex. Words that tell how a call ended may stand anywhere in its output. */
export const codexReadPlan: ReadPlan = {
  fields: {
    timestamp: whole,
    type: whole,
    ordinal: whole,
    payload: {
      fields: {
        ...session,
        type: whole,
        role: whole,
        name: whole,
        namespace: whole,
        call_id: whole,
        status: whole,
        action: { fields: { type: whole } },
        output: { text: 'output', list: true, fields: { text: whole, content: whole } },
        turn_id: whole,
        started_at: whole,
        duration_ms: whole,
        error: whole,
        model: whole,
        thread_settings: { fields: { model: whole, service_tier: whole } },
        info: {
          fields: { model: whole, total_token_usage: { fields: usage }, last_token_usage: { fields: usage } },
        },
        usage: { fields: usage },
        thread_token_usage: { fields: usage },
        response_id: whole,
        thread_id: whole,
        success: whole,
        result: { fields: { Ok: { fields: { isError: whole, is_error: whole } }, Err: { text: 'beginning' } } },
        item: {
          fields: {
            id: whole,
            call_id: whole,
            status: whole,
            exit_code: whole,
            error: { fields: { message: { text: 'beginning' } } },
          },
        },
      },
    },
  },
  idleStarts: SHOWN.map(
    (type) => `{"timestamp":"0000-00-00T00:00:00.000Z","type":"event_msg","payload":{"type":"${type}"`,
  ),
  needles: [
    { word: 'exited with code', within: EXIT_CODE_WITHIN * BYTES_PER_UNIT },
    { word: 'exit code:', within: EXIT_CODE_WITHIN * BYTES_PER_UNIT },
    { word: 'timed out after', within: TIMED_OUT_WITHIN * BYTES_PER_UNIT },
    { word: 'sandbox(denied' },
  ],
};
