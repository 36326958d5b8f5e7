import type { Session, Snapshot, TableName } from '@flux/core';
import { loadParser } from '../../dialect/parse-source.ts';
import * as sql from './catalogue.ts';
import { assembleDependencies } from './dependencies.ts';
import { assembleFunctions, functionLabel } from './functions.ts';
import type { Catalogue, TableRow } from './rows.ts';
import { assembleTables } from './tables.ts';
import { assembleViews, viewLabel } from './views.ts';

/**
 * The schema at one moment: one read-only transaction, ten queries. Needs no privilege but to connect.
 * `tables` narrows it to those tables, their partitions, and what depends on them.
 */
export async function introspect(
  session: Session,
  options: { readonly tables?: readonly TableName[] } = {},
): Promise<Snapshot> {
  await loadParser();
  const catalogue = await readCatalogue(session, options.tables);
  const tables = assembleTables(catalogue);
  const dependencies = assembleDependencies(catalogue, tables);
  const views = assembleViews(catalogue.views);
  const functions = assembleFunctions(catalogue.functions);
  if (options.tables === undefined) return { tables, views, functions, dependencies };

  const dependents = new Set(dependencies.map(({ name }) => name));
  const called = new Set(tables.flatMap(({ triggers }) => triggers.map(({ function: f }) => `${f.schema}.${f.name}`)));
  return {
    tables,
    views: views.filter((view) => dependents.has(viewLabel(view))),
    functions: functions.filter((f) => dependents.has(functionLabel(f)) || called.has(`${f.schema}.${f.name}`)),
    dependencies,
  };
}

async function readCatalogue(session: Session, wanted: readonly TableName[] | undefined): Promise<Catalogue> {
  await session.query(sql.beginReading);
  try {
    const names = wanted ? [wanted.map(({ schema }) => schema), wanted.map(({ name }) => name)] : [null, null];
    const tables = await session.query<TableRow>(sql.tablesQuery, names);
    const oids = [tables.map(({ oid }) => oid)];
    const catalogue: Catalogue = {
      tables,
      columns: await session.query(sql.columnsQuery, oids),
      indexes: await session.query(sql.indexesQuery, oids),
      constraints: await session.query(sql.constraintsQuery, oids),
      triggers: await session.query(sql.triggersQuery, oids),
      policies: await session.query(sql.policiesQuery, oids),
      views: await session.query(sql.viewsQuery),
      functions: await session.query(sql.functionsQuery),
      dependencies: await session.query(sql.dependenciesQuery, oids),
    };
    await session.query('COMMIT');
    return catalogue;
  } catch (error) {
    // The first error is the one to tell: when the connection is gone, the rollback fails too.
    await session.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
