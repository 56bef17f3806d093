/** Texts as one text and the places at which each ends. */
export interface PackedTexts {
  text: string;
  ends: Uint32Array<ArrayBuffer>;
}

export function packedTexts(texts: readonly string[]): PackedTexts {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (let i = 0; i < texts.length; i += 1) ends[i] = end += texts[i]?.length ?? 0;
  return { text: texts.join(''), ends };
}

export function unpackedTexts({ text, ends }: PackedTexts): string[] {
  const texts: string[] = [];
  let from = 0;
  for (const end of ends) {
    texts.push(text.slice(from, end));
    from = end;
  }
  return texts;
}
