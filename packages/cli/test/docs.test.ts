import { operationDefinitions } from '@flux/core';
import { expect, it } from 'vitest';
import { describeOperation } from '../src/described-operation.ts';
import { stalePages } from '../src/docs.ts';
import { operationExamples } from '../src/operation-examples.ts';
import { toKebab } from '../src/operation-words.ts';

it('docs/operations say what the registries say', async () => expect(await stalePages()).toEqual([]));

it('every operation but the unknown one can be described', () => {
  const kinds = Object.keys(operationDefinitions).map(toKebab);
  expect(Object.keys(operationExamples).toSorted()).toEqual(kinds.filter((kind) => kind !== 'unknown').toSorted());
  for (const [name, { example }] of Object.entries(operationExamples))
    expect(describeOperation(name, example.split(' ')[0]!, {})).toBeDefined();
});
