import { getColumn, getTable, tableLabel } from '@flux/core';
import type { Snapshot } from '@flux/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { introspect } from '../../src/driver/introspect/introspect.ts';
import { startEveryKind } from './every-kind.ts';
import type { EveryKind } from './every-kind.ts';

const users = { schema: 'public', name: 'users' };
const orders = { schema: 'shop', name: 'orders' };
const at = (name: string) => ({ expression: [{ column: name }], suffix: '' });

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

describe.each([12, 15, 18] as const)('PostgreSQL %i', (major) => {
  let kinds: EveryKind;
  let snapshot: Snapshot;
  beforeAll(async () => {
    kinds = await startEveryKind(major);
    snapshot = await introspect(kinds.session);
  });
  afterAll(() => kinds?.stop());
  const dependents = (table: { schema: string; name: string }, column: string) =>
    snapshot.dependencies
      .filter((d) => tableLabel(d.table) === tableLabel(table) && d.column === column)
      .map((d) => `${d.kind}: ${d.name}`);

  test('tables of the user, with their kinds', () => {
    expect(snapshot.tables.map((table) => `${tableLabel(table)} ${table.kind}`)).toEqual([
      'public.users table',
      'shop.event_notes table',
      'shop.events partitioned',
      'shop.events_2026 table',
      'shop.orders table',
    ]);
    expect(getTable(snapshot, users)).toMatchObject({ comment: 'who', rowSecurity: false });
    expect(getTable(snapshot, orders)).toMatchObject({ comment: null, rowSecurity: true });
  });

  test('columns', () => {
    const plain = { nullable: true, default: null, identity: null, generated: null, sequence: null, collation: null };
    expect(getTable(snapshot, users).columns).toEqual(
      [
        {
          name: 'id',
          type: 'integer',
          nullable: false,
          default: `nextval('public.users_id_seq'::regclass)`,
          sequence: { schema: 'public', name: 'users_id_seq' },
        },
        {
          name: 'name',
          type: 'character varying(20)',
          nullable: false,
          default: `'n/a'::character varying`,
          comment: 'shown',
        },
        { name: 'Email', type: 'text', collation: '"C"' },
        { name: 'state', type: 'public.mood', nullable: false, default: `'ok'::public.mood` },
        { name: 'tags', type: 'text[]' },
        { name: 'born', type: 'timestamp(3) with time zone', default: 'now()' },
        {
          name: 'label',
          type: 'text',
          generated: {
            expression: [
              '((lower((',
              { column: 'name' },
              ")::text) || ' '::text) || COALESCE(",
              { column: 'Email' },
              ", ''::text))",
            ],
            stored: true,
          },
        },
      ].map((column) => ({ ...plain, comment: null, ...column })),
    );
    expect(getColumn(snapshot, orders, 'id')).toMatchObject({
      identity: 'by default',
      default: null,
      sequence: { schema: 'shop', name: 'orders_id_seq' },
    });
    expect(getColumn(snapshot, orders, 'amount').type).toBe('shop.price');
    // On 18 it is marked NOT NULL by a constraint that is not validated.
    expect(getColumn(snapshot, orders, 'during').nullable).toBe(true);
  });

  test('indexes', () => {
    const plain = {
      unique: false,
      method: 'btree',
      include: [],
      predicate: null,
      nullsNotDistinct: false,
      options: '',
    };
    const expected = [
      { name: 'email_name', unique: true, keys: [at('Email'), at('name')] },
      ...(major >= 15 ? [{ name: 'users_nulls_idx', unique: true, keys: [at('born')], nullsNotDistinct: true }] : []),
      { name: 'users_name_idx', keys: [at('name')] },
      {
        name: 'users_odd_idx',
        unique: true,
        keys: [
          {
            expression: ['lower(', { column: 'Email' }, ')'],
            suffix: 'COLLATE "POSIX" text_pattern_ops DESC NULLS LAST',
          },
          { expression: ['((', { column: 'id' }, ' + 1))'], suffix: '' },
        ],
        include: ['born'],
        predicate: ['(', { column: 'name' }, ' IS NOT NULL)'],
        options: 'fillfactor = 70',
      },
      { name: 'users_pkey', unique: true, keys: [at('id')] },
      { name: 'users_tags_idx', method: 'gin', keys: [at('tags')] },
    ];
    expect(getTable(snapshot, users).indexes.toSorted(byName)).toEqual(
      expected.map((index) => ({ ...plain, valid: true, ...index })).toSorted(byName),
    );
    expect(getTable(snapshot, { schema: 'shop', name: 'events' }).indexes).toMatchObject([{ name: 'events_kind_idx' }]);
  });

  test('constraints', () => {
    const constraints = getTable(snapshot, users).constraints;
    expect(constraints).toEqual([
      {
        kind: 'unique',
        name: 'email_name',
        columns: ['Email', 'name'],
        index: 'email_name',
        definition: 'UNIQUE ("Email", name)',
      },
      { kind: 'check', name: 'later', expression: ['(', { column: 'born' }, ' IS NOT NULL)'], validated: false },
      {
        kind: 'check',
        name: 'name_not_empty',
        expression: [
          '(((',
          { column: 'name' },
          `)::text <> ''::text) AND (length((`,
          { column: 'name' },
          ')::text) < 100))',
        ],
        validated: true,
      },
      { kind: 'primaryKey', name: 'users_pkey', columns: ['id'], index: 'users_pkey', definition: 'PRIMARY KEY (id)' },
    ]);
    expect(getTable(snapshot, orders).constraints).toMatchObject([
      {
        kind: 'foreignKey',
        name: 'orders_again',
        columns: ['user_id'],
        references: { ...users, columns: ['id'] },
        validated: false,
      },
      { kind: 'exclusion', name: 'orders_during_excl', columns: ['during'] },
      { kind: 'primaryKey', name: 'orders_pkey' },
      {
        kind: 'foreignKey',
        name: 'orders_user_id_fkey',
        validated: true,
        definition: 'FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE',
      },
    ]);
  });

  test('triggers, policies, and what Flux keeps equal', () => {
    const table = getTable(snapshot, users);
    expect(table.triggers).toMatchObject([
      {
        name: 'lower_name',
        timing: 'before',
        forEach: 'row',
        updateOf: ['name'],
        function: { schema: 'public', name: 'lower_name' },
      },
      { name: 'noted', timing: 'after', forEach: 'row', updateOf: [], function: { schema: 'public', name: 'note' } },
    ]);
    expect(table.triggers[0]!.definition).toMatch(
      /^CREATE TRIGGER lower_name BEFORE INSERT OR UPDATE OF name ON public\.users/,
    );
    expect(table.syncs).toEqual([{ mode: 'twoWay', source: 'name', target: 'Email' }]);
    expect(getTable(snapshot, orders).policies).toEqual([
      {
        name: 'mine',
        // PUBLIC makes the other roles redundant: the server says so and keeps only it.
        definition:
          'CREATE POLICY "mine" ON "shop"."orders" AS RESTRICTIVE FOR UPDATE TO PUBLIC USING ((user_id = 1)) ' +
          'WITH CHECK (((amount)::numeric > (0)::numeric))',
      },
    ]);
  });

  test('views after the views that they read; functions without aggregates', () => {
    expect(snapshot.views.map((view) => `${tableLabel(view)} ${view.materialized}`)).toEqual([
      'shop.top_users false',
      'public.a_top_names false',
      'shop.totals true',
    ]);
    expect(snapshot.functions.map((f) => `${tableLabel(f)}(${f.arguments}) ${f.language}`)).toEqual([
      'public.lower_name() plpgsql',
      'public.note() plpgsql',
      'shop.count_users(which text) sql',
      ...(major >= 14 ? ['shop.std(which text) sql'] : []),
      'shop.tidy() plpgsql',
      'shop.unrelated(integer, text) sql',
    ]);
    expect(snapshot.functions[0]!.definition).toMatch(/^CREATE OR REPLACE FUNCTION public\.lower_name\(\)/);
  });

  test('dependencies of every kind', () => {
    expect(dependents(users, 'name')).toEqual([
      'default: default of public.users.name',
      'comment: comment on public.users.name',
      'generatedColumn: generated column public.users.label',
      'index: email_name',
      'index: users_name_idx',
      'index: users_odd_idx',
      'unique: email_name',
      'check: name_not_empty',
      'view: view shop.top_users',
      'view: view public.a_top_names',
      'statistics: statistics users_stats',
      'triggerColumns: trigger lower_name on public.users',
      'functionBody: function public.lower_name()',
      'functionBody: function shop.count_users(which text)',
      'columnGrant: grants on public.users.name',
    ]);
    expect(new Set(dependents(users, 'state'))).toEqual(
      new Set([
        'default: default of public.users.state',
        'statistics: statistics users_stats',
        'triggerColumns: trigger noted on public.users',
        'view: view shop.top_users',
        'view: view public.a_top_names',
      ]),
    );
    expect(dependents(users, 'id')).toEqual(
      expect.arrayContaining([
        'ownedSequence: sequence public.users_id_seq',
        'primaryKey: users_pkey',
        'referencedBy: orders_user_id_fkey on shop.orders',
        'referencedBy: orders_again on shop.orders',
      ]),
    );
    expect(dependents(orders, 'id')).toEqual(expect.arrayContaining(['identity: identity of shop.orders.id']));
    expect(dependents(orders, 'user_id')).toEqual(
      expect.arrayContaining([
        'foreignKey: orders_user_id_fkey',
        'policy: policy mine on shop.orders',
        'materializedView: materialized view shop.totals',
      ]),
    );
    expect(dependents(orders, 'during')).toEqual(expect.arrayContaining(['exclusion: orders_during_excl']));
    expect(dependents(orders, 'amount')).toContain('functionBody: function shop.tidy()');
    expect(dependents({ schema: 'shop', name: 'events' }, 'at')).toContain(
      'partitionKey: partition key of shop.events',
    );
    expect(dependents({ schema: 'shop', name: 'event_notes' }, 'event_at')).toContain(
      'rule: rule keep on shop.event_notes',
    );
    if (major >= 14) expect(dependents(users, 'born')).toContain('functionBody: function shop.std(which text)');
    if (major >= 15) {
      expect(dependents({ schema: 'shop', name: 'events_2026' }, 'n')).toEqual(['publication: publication part']);
    }
    const edges = snapshot.dependencies.map((d) => JSON.stringify(d));
    expect(new Set(edges).size).toBe(edges.length);
  });
});
