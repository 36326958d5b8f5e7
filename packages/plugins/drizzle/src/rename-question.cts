import type { RenameQuestion } from './rename-types.cts' with { 'resolution-mode': 'require' };

const marker = ' created or renamed from another ';
// oxlint-disable-next-line no-control-regex -- the escape character is what is being removed
const ansi = /\u001B\[[0-9;?]*[A-Za-z]/g;

/** Whether drizzle-kit is asking at all: a question that cannot be read must stop the run, not slip through. */
function looksLikeQuestion(drawn: string): boolean {
  return drawn.includes('created or renamed from another');
}

/** `undefined` unless every line is understood; names with ` column in ` inside are refused rather than misread. */
function readQuestion(drawn: string): RenameQuestion | undefined {
  const lines = drawn.replace(ansi, '').trim().split('\n');
  const head = readHead(lines[0] ?? '');
  if (head === undefined) return undefined;
  const options: (string | undefined)[] = [];
  let selected = -1;
  for (const [index, line] of lines.slice(1).entries()) {
    const match = /^(\u276F )?\s*([+~]) (.*?) (create|rename) \w+$/.exec(line);
    if (match === null) return undefined;
    const [, pointer, sign, title = ''] = match;
    if (pointer !== undefined) selected = index;
    const ending = ` \u203A ${head.name}`;
    const text = title.trimEnd();
    if (sign === '+' && text === head.name) options.push(undefined);
    else if (sign === '~' && text.endsWith(ending)) options.push(text.slice(0, -ending.length));
    else return undefined;
  }
  return selected < 0 ? undefined : { ...head, options, selected };
}

function readHead(line: string): Pick<RenameQuestion, 'entity' | 'table' | 'name'> | undefined {
  const end = line.indexOf(marker);
  if (!line.startsWith('Is ') || end < 0) return undefined;
  const entity = line.slice(end + marker.length).replace(/\?$/, '');
  const subject = line.slice(3, end);
  if (entity !== 'column') {
    const kind = ` ${entity}`;
    return subject.endsWith(kind) ? { entity, table: undefined, name: subject.slice(0, -kind.length) } : undefined;
  }
  const [name, rest, ...more] = subject.split(' column in ');
  if (name === undefined || rest === undefined || more.length > 0 || !rest.endsWith(' table')) return undefined;
  return { entity, table: rest.slice(0, -' table'.length), name };
}

// @ts-expect-error TS1294: erasableSyntaxOnly makes no exception for a CommonJS file's only way to export.
export = { looksLikeQuestion, readQuestion };
