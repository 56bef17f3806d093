import { expect, it } from 'vitest';

import { isWorldwideId } from './isWorldwideId.ts';

it.each([
  ['OpenAI', 'chatcmpl-BwjqzX8rG9kqP3sV5tYdLmN2oKfHe'],
  ['OpenAI, responses', 'resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b'],
  ['Anthropic', 'msg_01XFDUDYJgAACzvnptvVoYEL'],
  ['Anthropic at Bedrock', 'msg_bdrk_01Bv7N2jKpPhNDyXHJzZqTbC'],
  ['Anthropic at Vertex', 'msg_vrtx_01Bv7N2jKpPhNDyXHJzZqTbC'],
  ['a tool of Anthropic', 'srvtoolu_01WYG3ziw53XMcoyKL4XcZmE'],
  ['Google', 'mAitaLyUKYqg7M8Pn_m5gQ8'],
  ['made up by the SDK', 'aitxt-VQwZkY8KTZ1ABpyKiazQXMGk'],
  ['made up by a package', 'SQFE0vpcdKWZ6APZ'],
  ['made up by a package, without a digit', 'SQFEvpcdKWZqAPZw'],
  ['made up by a package, with digits at its end', 'SQFEvpcdKWZqAP27'],
  ['made up by the SDK, with a digit at its end', 'aitxt-VQwZkYtKTZsABpyKiazQXMG7'],
  ['Google, with a digit at the end of each part', 'mAitaLyUKYqgbMPn3_msgQj'],
  ['xAI, DeepSeek, Perplexity, Cohere: UUIDs', '550e8400-e29b-41d4-a716-446655440000'],
  ['Groq, Cerebras', 'chatcmpl-550e8400-e29b-41d4-a716-446655440000'],
  ['Mistral', 'cmpl-e5cc70bb28c444948073e77776eb30ef'],
  ['Mistral, MiniMax, SiliconFlow', '04ed0c3a5f3fd15e4b1a2c3d4e5f6071'],
  ['OpenRouter', 'gen-1776784307-kQ3vXz8LmNpRtWyBcDfG'],
  ['Together', 'nz7jQMc-4YNCb4-97239c5d0b2e1f3a'],
  ['Moonshot', 'chatcmpl-69d8f0a1b2c3d4e5f6a7b8c9'],
  ['Z.ai', '202507281535120bd8b0e7e3c84d67'],
  ['Volcengine', '021718067849899d92fcbe0865fdffdde0a1b2c3d4e5f6a7b8'],
  ['OpenAI, for a tool', 'call_KrYfTJIVe46Ob5a5OjWtoqO9'],
  ['a tool of a server that draws UUIDs', 'call_3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['vLLM, for a tool', 'chatcmpl-tool-9a8b7c6d5e4f4a3b2c1d0e9f8a7b6c5d'],
])('names one thing in the world: %s', (_, id) => {
  expect(isWorldwideId(id)).toBe(true);
});

it.each([
  ['none', ''],
  ['Ollama', 'chatcmpl-998'],
  ['Qianfan', 'as-bcmt5ct4iy'],
  ['Workers AI: ms', 'id-1776784307643'],
  ['text-generation-webui: ns', 'chatcmpl-1776784307643000128'],
  ['a time and a counter', 'chat-1776784307643-12'],
  ['a time after a word', 'response1776784307643'],
  ['a time after words', 'OllamaChatResponse1776784307643'],
  ['a time after a name', 'vLLM1776784307643000128'],
  ['a word', 'chatcompletionresponse'],
  ['words', 'chat-completion-response'],
  ['a model and a time', 'chatcmpl-gpt4o-1776784307643'],
  ['a time in hexadecimal', 'chatcmpl-19db0e1f3fb'],
  ['a time to the base 36', 'chatcmpl-mo8z4q2x'],
  ['Z.ai, earlier', '8231168139794583938'],
  ['a tool of a server that numbers them', 'functions.weather:0'],
  ['Moonshot, for a tool with a long name', 'functions.getPullRequestComments:1'],
  ['a counter with leading zeros', 'call_00000000000000000001'],
])('may be shared: %s', (_, id) => {
  expect(isWorldwideId(id)).toBe(false);
});
