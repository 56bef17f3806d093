/** Words that name what a model is for: with one of them it is another model, with prices of its own. */
const KIND =
  /(?:^|[-._])(?:audio|dialog|embed(?:dings?)?|guard|images?|live|moderation|ocr|realtime|research|search|speech|transcribe|translate|tts|video|voice)(?![a-z])/;
/** Words that name a size or a speed. */
const SIZE =
  /(?:^|[-._])(?:fast|flash|highspeed|instant|large|lite|max|medium|micro|mini|nano|plus|pro|small|turbo|ultra)(?![a-z])/;

/**
 * Whether a model's name that begins with a `prefix` of a price row names the model of that row. What may follow are dates, snapshots, versions and stages
 * (`-2026-03-05`, `-001`, `-preview`, `-exp`, `-latest`) and how it was tuned (`-it`, `-instruct`). What makes another model: a word for its kind (`-tts`,
 * `-image`, `-live`, `-search` …), a platform's own variant (`:free`), and, unless the prefix ends in a dash and so means a family of models, a word for its
 * size (`-mini`, `-lite`, `-fast` …).
 *
 * @example
 * isSameModel('gemini-2.5-flash-lite-preview-09-2025', 'gemini-2.5-flash-lite-preview') // => true
 * @example
 * isSameModel('gemini-2.5-flash-lite-preview-tts', 'gemini-2.5-flash-lite-preview') // => false
 */
export function isSameModel(name: string, prefix: string): boolean {
  if (!name.startsWith(prefix)) return false;
  const end = name.slice(prefix.length);
  // What a fine-tuned model is called after its base is the tuner's own: `ft:gpt-4.1-2025-04-14:acme::id`.
  const rest = prefix.startsWith('ft:') ? (end.split(':')[0] ?? '') : end;
  return !rest.includes(':') && !KIND.test(rest) && (prefix.endsWith('-') || !SIZE.test(rest));
}
