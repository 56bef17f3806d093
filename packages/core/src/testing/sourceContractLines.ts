import fc from 'fast-check';

const at = '2026-03-08T06:59:00.000Z';

/** Beginnings and words that the parsers look for in texts. */
const WORDS = [
  "The user doesn't want to proceed with this tool use.",
  '<tool_use_error>User has approved your plan',
  'Your questions have been answered',
  '[Request interrupted by user]',
  '<command-name>',
  'Process exited with code 3\n',
  'Exit code: 12',
  'Script completed\n"exit_code": 2',
  '{"output":"x","metadata":{"exit_code":7}}',
  'Sandbox(Denied',
  'exec command rejected by user',
  'Command Timed Out after 5 s',
  'timed out after 10',
  ' \t\n\f\u00a0\u2003\ufeff\u3000',
  '\u001b[32m',
  '\\u0041 \\n "',
  'é漢🚀',
  '\ud83d',
  '\\',
];
const filler = fc
  .tuple(
    fc.constantFrom('x', ' ', '\n', '\\', '"', '漢', '🚀', '\u0001', '0'),
    fc.oneof(
      fc.nat(20),
      fc.integer({ min: 20, max: 110 }),
      fc.integer({ min: 440, max: 530 }),
      fc.constantFrom(3990, 4000),
    ),
  )
  .map(([c, n]) => c.repeat(n));
const lead = fc.oneof(
  fc.constantFrom('', '<tool_use_error>'),
  fc.string({
    unit: fc.constantFrom(' ', '\n', '\t', '\f', '\r', '\u000b', '\u00a0', '\u2003', '\u3000'),
    maxLength: 90,
  }),
);
const word = fc.constantFrom('', ...WORDS);
/** Texts with words near the places up to which they are read. */
const text = fc.tuple(lead, word, filler, word, filler).map((parts) => parts.join(''));
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1.5e-7, 1e300, '', 'x', [], {}, [[1], 'a', null], { a: [{}] }),
  text,
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | unknown> =>
  fc.oneof({ arbitrary: value, weight: 8 }, { arbitrary: odd, weight: 1 });

const block = fc.record(
  {
    type: maybe(fc.constantFrom('text', 'tool_use', 'tool_result', 'image', 'thinking')),
    id: maybe(fc.constantFrom('toolu_1', 'toolu_2', 'call_0')),
    tool_use_id: maybe(fc.constantFrom('toolu_1', 'toolu_2', 'call_0')),
    name: fc.constantFrom('Bash', 'Task'),
    text: maybe(text),
    content: maybe(fc.oneof(text, fc.array(maybe(fc.record({ type: fc.constant('text'), text })), { maxLength: 3 }))),
    is_error: maybe(fc.boolean()),
    input: odd,
  },
  { requiredKeys: ['type'] },
);
const claudeUsage = fc.record({ input_tokens: fc.nat(9), output_tokens: maybe(fc.nat(9)) });
const claudeRecord = fc.record(
  {
    type: maybe(fc.constantFrom('assistant', 'user', 'system', 'progress', 'summary')),
    timestamp: maybe(fc.constant(at)),
    sessionId: fc.constantFrom('s1', 's2'),
    message: maybe(
      fc.record({
        id: maybe(fc.constantFrom('m1', 'm2')),
        model: maybe(fc.constantFrom('claude-x', '<synthetic>')),
        content: maybe(fc.oneof(text, fc.array(maybe(block), { maxLength: 4 }))),
        usage: maybe(claudeUsage),
        pausedResponses: maybe(fc.array(maybe(fc.record({ limit: odd, usage: maybe(claudeUsage) })), { maxLength: 2 })),
      }),
    ),
    toolUseResult: odd,
    cwd: maybe(fc.constant('/home/a')),
    isMeta: odd,
    isUnmetered: odd,
    data: maybe(
      fc.record({
        message: maybe(
          fc.record({
            timestamp: fc.constant(at),
            message: maybe(fc.constant({ id: 'n', usage: { input_tokens: 1 } })),
          }),
        ),
      }),
    ),
    other: odd,
  },
  { requiredKeys: ['type', 'message', 'timestamp'] },
);
const codexRecord = fc.record(
  {
    timestamp: maybe(fc.constant(at)),
    type: maybe(fc.constantFrom('response_item', 'event_msg', 'session_meta', 'turn_context')),
    payload: maybe(
      fc.record({
        type: fc.constantFrom(
          'function_call',
          'function_call_output',
          'custom_tool_call_output',
          'token_count',
          'message',
        ),
        call_id: maybe(fc.constantFrom('c1', 'c2')),
        name: fc.constantFrom('exec', 'patch'),
        output: maybe(
          fc.oneof(text, fc.array(maybe(fc.record({ text })), { maxLength: 3 }), fc.record({ content: text })),
        ),
        info: maybe(fc.record({ last_token_usage: maybe(fc.record({ input_tokens: fc.nat(9) })) })),
      }),
    ),
  },
  { requiredKeys: ['timestamp', 'type', 'payload'] },
);

const claudeResult = fc
  .tuple(
    text,
    fc.boolean(),
    fc.constantFrom({}, { is_error: false }, { is_error: true }),
    fc.constantFrom({}, { toolDenialKind: 'cancelled' }),
    maybe(
      fc.record(
        {
          decision: maybe(fc.constantFrom('accept', 'reject')),
          source: maybe(fc.constantFrom('user_temporary', 'config')),
          reasonType: maybe(fc.constant('rule')),
        },
        { requiredKeys: [] },
      ),
    ),
  )
  .map(([content, blocks, error, kind, permissionDecision]) => ({
    type: 'user',
    timestamp: at,
    sessionId: 's1',
    ...kind,
    permissionDecision,
    message: {
      content: [
        { type: 'tool_result', tool_use_id: 'toolu_1', content: blocks ? [{ text: content }] : content, ...error },
      ],
    },
  }));
const claudePrompt = fc.tuple(text, fc.boolean()).map(([content, blocks]) => ({
  type: 'user',
  uuid: 'u',
  timestamp: at,
  sessionId: 's1',
  message: { content: blocks ? [{ type: 'text', text: content }] : content },
}));
const claudeCall = {
  type: 'assistant',
  timestamp: at,
  sessionId: 's1',
  message: {
    id: 'm',
    model: 'claude-x',
    content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash' }],
    usage: { input_tokens: 1 },
  },
};
const codexCall = {
  timestamp: at,
  type: 'response_item',
  payload: { type: 'function_call', call_id: 'c1', name: 'exec' },
};
/** Words that tell how a call ended, around the place up to which an output is read, and behind it. */
const output = fc
  .tuple(
    fc.constantFrom('', '', 'Script completed\n', '{"metadata":{"exit_code":3},"output":"'),
    fc.tuple(
      fc.constantFrom('x', 'x', '\n', '"', 'é', '🚀', '\u001b'),
      fc.oneof(fc.integer({ min: 220, max: 300 }), fc.integer({ min: 430, max: 520 })),
    ),
    fc.constantFrom(
      'Process exited with code 3',
      'Exit code: 12',
      `\nExit code: ${'0'.repeat(60)}7`,
      '\nExit code: -1',
      '"exit_code": 2',
      'Sandbox(Denied',
      'COMMAND timed out after 10',
      'timed out After 9',
      '"}',
    ),
    fc.constantFrom('', 'z'),
    fc.constantFrom(0, 30, 400, 3600),
  )
  .map(([start, [c, n], telling, end, more]) => `${start}${c.repeat(n)}${telling}${end.repeat(more)}`);
const codexOutput = fc
  .tuple(fc.oneof(text, output), fc.constantFrom('text', 'text', 'list', 'object'))
  .map(([words, how]) => ({
    timestamp: at,
    type: 'response_item',
    payload: {
      type: 'function_call_output',
      call_id: 'c1',
      output:
        how === 'text' ? words : how === 'list' ? [{ text: words }, { text: 'Exit code: 3' }] : { content: words },
    },
  }));

/** JSON with other spelling than `JSON.stringify` gives: blanks, escapes that are not needed. */
const spelled = (record: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.tuple(record, fc.constantFrom(0, 1, 2, 3)).map(([value, how]) => {
    const json = JSON.stringify(value);
    if (how === 1) return JSON.stringify(value, null, ' ').replaceAll('\n', '\t');
    if (how === 2)
      return json
        .replaceAll('/', '\\/')
        .replaceAll(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return how === 3 ? json.replaceAll('S', '\\u0053').replaceAll('x', '\\u0078') : json;
  });

/** Lines of each source for comparing two readings of them: in `any` a value of any kind may stand anywhere, in `telling` the texts of well-formed lines decide what they say. */
export const sourceContractLines = {
  'claude-code': {
    any: fc.array(spelled(claudeRecord), { minLength: 1, maxLength: 4 }),
    telling: fc
      .tuple(spelled(fc.constant(claudeCall)), spelled(fc.oneof(claudeResult, claudeResult, claudePrompt)))
      .map((lines): string[] => [...lines]),
  },
  codex: {
    any: fc.array(spelled(codexRecord), { minLength: 1, maxLength: 4 }),
    telling: fc.tuple(spelled(fc.constant(codexCall)), spelled(codexOutput)).map((lines): string[] => [...lines]),
  },
} as const;
