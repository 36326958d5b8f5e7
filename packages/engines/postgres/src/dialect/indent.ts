/** Tags of the bodies that Flux writes itself: blanks at the start of their lines mean nothing. */
const ownTags = /^\$(flux|body|names|leftovers|guard)\d*\$$/;

/**
 * Comments, string constants, quoted identifiers and dollar quotes. Source: the manual, "Lexical Structure"; constants
 * with backslash escapes start with E.
 */
const quoted =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$\u0080-\uffff])[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$\u0080-\uffff])\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/g;

/**
 * Moves SQL to the right, line by line; lines that begin inside a person's own text stay where they are: a comment, a
 * default, a condition and a function's body are the same to the byte.
 */
export function indent(sql: string, by: number): string {
  const pad = ' '.repeat(by);
  const texts = ownersText(sql);
  let next = 0;
  return sql.replaceAll(/^(?=.)/gm, (_, at: number) => {
    while (next < texts.length && texts[next]!.end <= at) next += 1;
    const inside = next < texts.length && texts[next]!.start < at;
    return inside ? '' : pad;
  });
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function ownersText(sql: string): readonly Range[] {
  const ranges: Range[] = [];
  quoted.lastIndex = 0;
  for (let match = quoted.exec(sql); match !== null; match = quoted.exec(sql)) {
    const [text] = match;
    let end = match.index + text.length;
    if (text.startsWith('$')) {
      if (ownTags.test(text)) continue;
      const closing = sql.indexOf(text, end);
      end = closing < 0 ? sql.length : closing + text.length;
      quoted.lastIndex = end;
    }
    ranges.push({ start: match.index, end });
  }
  return ranges;
}
