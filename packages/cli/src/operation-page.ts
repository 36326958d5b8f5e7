import { operationDefinitions, strategies } from '@flux/core';
import type { OperationKind, Strategy } from '@flux/core';
import { operationExamples } from './operation-examples.ts';
import { toKebab } from './operation-words.ts';

/** `docs/operations/<name>.md` of every operation, and their index, from the registries: path → text. */
export function operationPages(): ReadonlyMap<string, string> {
  const kinds = Object.keys(operationDefinitions) as OperationKind[];
  const rows = kinds.map((kind) => `- [${operationDefinitions[kind].summary}](${toKebab(kind)}.md)`);
  const index = ['# Operations', '', ...generated, '', 'What Flux does with each change:', '', ...rows, ''].join('\n');
  return new Map([
    ...kinds.map((kind): [string, string] => [`${toKebab(kind)}.md`, pageOf(kind)]),
    ['README.md', index],
  ]);
}

const generated = ['<!-- Generated from the registries of @flux/core: node packages/cli/dist/docs.js --write -->'];

function pageOf(kind: OperationKind): string {
  const { summary, danger, instead, example } = operationDefinitions[kind];
  const name = toKebab(kind);
  const described = (operationExamples as Readonly<Record<string, { example: string }>>)[name];
  const command = described
    ? ['Described on the command line:', '', '```sh', `flux plan ${name} ${described.example}`, '```', '']
    : [];
  const ways = (strategies[kind] as readonly Strategy[]).flatMap(strategyLines);
  return [
    `# ${summary}`,
    '',
    ...generated,
    '',
    '```sql',
    `${example};`,
    '```',
    '',
    ...command,
    '## Danger',
    '',
    danger,
    '',
    '## Instead',
    '',
    instead,
    '',
    '## Ways',
    '',
    'The first one that applies is taken.',
    '',
    ...ways,
  ].join('\n');
}

function strategyLines({ name, summary, needs, tolerance }: Strategy): readonly string[] {
  const tolerated = [
    ...tolerance.old.map((line) => `- The old version: ${line}.`),
    ...tolerance.new.map((line) => `- The new version: ${line}.`),
  ];
  const wants = needs.length > 0 ? [`Needs of the engine: ${needs.map((need) => `\`${need}\``).join(', ')}.`, ''] : [];
  return [`### ${name}`, '', summary, '', ...wants, ...(tolerated.length > 0 ? [...tolerated, ''] : [])];
}
