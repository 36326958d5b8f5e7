import type { SqlUnit, TableName } from '@flux/core';
import { stoppedSql } from './bookkeeping.ts';
import { fluxSchemaStatements } from './flux-schema.ts';
import { plainUnit } from './guard.ts';
import { dollarQuote } from './names.ts';
import { qualified, quoteLiteral } from './quote.ts';
import { isUserTable } from './user-tables.ts';

export interface PhaseGuardInput {
  readonly plan: string;
  readonly phase: number;
  readonly fingerprint: string;
  readonly tables: readonly TableName[];
  /** The command to run when the gate is closed. */
  readonly remedy: string;
  /** The command that says who stopped a plan, and how to go on. */
  readonly statusCommand: string;
  /** Where the tool that runs the files keeps its books. */
  readonly ownTables?: readonly TableName[];
}

/**
 * Nothing is stored here at all. By size: that asks for no right to read, no policy hides rows from it, and a table whose
 * rows were deleted still counts as live.
 */
const nothingStored = (ownTables: readonly TableName[]): string => `NOT EXISTS (
      SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND ${isUserTable(ownTables)}
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        AND pg_catalog.pg_relation_size(c.oid) > 0)`;

/**
 * First thing a phase does in a database: make Flux's own objects, register the plan, and refuse to go on where the
 * phase's gate is closed. A database in which nothing is stored serves nobody: all gates are open for as long as that
 * holds, so that a replay from zero works; the session may say so of any other.
 */
export function phaseGuard(input: PhaseGuardInput): readonly SqlUnit[] {
  const { phase, fingerprint, tables, remedy, ownTables = [] } = input;
  const plan = quoteLiteral(input.plan);
  const create = fluxSchemaStatements.map((s) => `  ${s.split('\n').join('\n  ')};`).join('\n');
  const hidden = tables.map(refuseHiddenRows).join('\n');
  const works = JSON.stringify(tables.map(({ schema, name }) => ({ schema, name })));
  const register = `  INSERT INTO flux.plans (plan, fingerprint, tables, fresh)
    VALUES (${plan}, ${quoteLiteral(fingerprint)}, ${quoteLiteral(works)}, true)
    ON CONFLICT (plan) DO NOTHING;`;
  const other = `  IF EXISTS (SELECT FROM flux.plans WHERE plan = ${plan} AND fingerprint <> ${quoteLiteral(fingerprint)}) THEN
    RAISE EXCEPTION 'flux: plan % was made for another schema', ${plan}
      USING HINT = 'Another plan of this id was begun in this database. Use its files, or plan this change again under another id.';
  END IF;`;
  const fresh = `  -- Asked in every phase: what was empty may be live now, and once live it stays so.
  UPDATE flux.plans SET fresh = CASE WHEN current_setting('flux.fresh', true) = 'on' THEN true WHEN NOT fresh THEN false
    ELSE ${nothingStored(ownTables)} END
    WHERE plan = ${plan};`;
  const stopped = stoppedSql(input.plan, input.statusCommand);
  const hint = `Run: ${remedy}. For a database that serves nobody, as in CI: PGOPTIONS='-c flux.fresh=on' opens all gates.`;
  const gate = `  IF NOT EXISTS (SELECT FROM flux.gates WHERE plan = ${plan} AND phase = ${phase})
    AND NOT EXISTS (SELECT FROM flux.plans WHERE plan = ${plan} AND fresh) THEN
    RAISE EXCEPTION 'flux: gate closed: phase % of plan % is not open in this database', ${phase + 1}, ${plan}
      USING HINT = ${quoteLiteral(hint)};
  END IF;`;
  const parts =
    phase === 0 ? [create, hidden, register, other, fresh, stopped] : [create, hidden, other, fresh, stopped, gate];
  const body = `\nBEGIN\n${parts.filter((part) => part !== '').join('\n')}\nEND\n`;
  return [plainUnit(`DO ${dollarQuote(body, 'guard')}`)];
}

/**
 * Where policies apply to this role (FORCE ROW LEVEL SECURITY, or not the owner), a backfill passes rows over in silence,
 * a count of what is left says 0, and a table full of rows looks empty.
 */
function refuseHiddenRows(table: TableName): string {
  const name = quoteLiteral(qualified(table));
  const hint = `Run it as a role with BYPASSRLS, or without FORCE ROW LEVEL SECURITY on the table as its owner.`;
  return `  IF row_security_active(${name}) THEN
    RAISE EXCEPTION 'flux: row level security hides rows of % from role %', ${name}, current_user
      USING HINT = ${quoteLiteral(hint)};
  END IF;`;
}
