import { expect, test } from 'vitest';
import type { Action, Plan } from '../../src/index.ts';
import { orders, users } from '../sample-schema.ts';
import { live } from './random-migrations.ts';
import { planOf } from './plans.ts';

/** `title: title of the step from which on its checkpoint need not hold`. */
const limits = ({ steps }: Plan): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    steps.flatMap((step) =>
      'checkpoint' in step
        ? [[step.title, steps.find((later) => later.id === step.checkpoint.until)?.title ?? null]]
        : [],
    ),
  );
const drop = 'Drop the triggers and users.name';

test('a rename by trigger: until the old column goes', () => {
  expect(limits(planOf([[{ kind: 'renameColumn', table: users, from: 'name', to: 'label' }]]))).toEqual({
    'Add users.label, synced with name': 'Set users.label NOT NULL, proven first',
    'Copy users.name into label': drop,
    'Build index users_name_idx on label': drop,
    'Build index users_adult_idx on label': drop,
    'Set users.label NOT NULL, proven first': drop,
    [drop]: null,
  });
});

test('a change of type: until the exchange takes the names', () => {
  const retype: Action = { kind: 'changeType', table: orders, column: 'amount', type: 'bigint', using: null };
  const exchange = 'Exchange orders.amount and its shadow';
  const found = limits(planOf([[retype]], { snapshot: live() }));
  expect(found['Copy orders.amount into its shadow']).toBe(exchange);
  expect(found['Build index orders_amount_idx on amount__flux_new']).toBe(exchange);
  expect(found[exchange]).toBe('Drop the old form of orders.amount');
});

test('a check holds for the step after it; copies of two tables do not end each other', () => {
  const plan = planOf([[{ kind: 'setNotNull', table: users, column: 'email' }]], { fills: { 'users.email': ['0'] } });
  expect(limits(plan)).toEqual({
    'Fill the NULLs in users.email': null,
    'No NULL left in users.email': 'Set users.email NOT NULL, proven first',
    'Set users.email NOT NULL, proven first': null,
  });
});
