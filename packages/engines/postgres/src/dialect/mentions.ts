const words = new Map<string, RegExp>();

/** The name stands in the text as a word, in any case: unquoted names are folded. */
export function mentions(text: string, name: string): boolean {
  let word = words.get(name);
  if (word === undefined) {
    word = new RegExp(
      `(?<![\\p{L}\\p{N}_$])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_$])`,
      'iu',
    );
    words.set(name, word);
  }
  return word.test(text);
}
