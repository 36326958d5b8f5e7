import { operationDefinitions, strategies } from '@flux/core';
import type { OperationKind } from '@flux/core';
import type { ExplainOptions } from '../commands/explain.ts';
import { operationText, toKebab } from '../operation-words.ts';
import { loadPlan } from '../plan-store.ts';
import { stepsText } from '../plan-words.ts';
import type { Terminal } from '../terminal.ts';

export async function runExplain(
  terminal: Terminal,
  subject: string | undefined,
  { json }: ExplainOptions,
): Promise<number> {
  const kinds = Object.keys(operationDefinitions) as OperationKind[];
  if (subject === undefined) {
    const width = Math.max(...kinds.map((kind) => toKebab(kind).length));
    const lines = kinds.map((kind) => `  ${toKebab(kind).padEnd(width)}  ${operationDefinitions[kind].summary}`);
    const all = kinds.map((kind) => ({ operation: toKebab(kind), summary: operationDefinitions[kind].summary }));
    terminal.result(json, all, ['Operations (flux explain <operation>):', ...lines].join('\n'));
    return 0;
  }
  const kind = kinds.find((candidate) => candidate === subject || toKebab(candidate) === subject);
  if (kind === undefined) {
    const plan = await loadPlan(terminal, subject);
    terminal.result(json, plan, stepsText(plan));
    return 0;
  }
  const { summary, danger, instead, example } = operationDefinitions[kind];
  const ways = strategies[kind].map(({ name, summary: way, needs, tolerance }) => ({
    name,
    summary: way,
    needs,
    tolerance,
  }));
  const value = { operation: toKebab(kind), summary, danger, instead, example, strategies: ways };
  terminal.result(json, value, operationText(kind));
  return 0;
}
