import { dollarQuote, helperName } from './names.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';

/** A dropped column's values, beside the key of their rows, in schema `flux`. */
export const archiveTable = (name: string): string => `flux.${quoteIdentifier(name)}`;

const regclass = (name: string): string => `to_regclass(${quoteLiteral(archiveTable(name))})`;
const owned = (plan: string): string => `Archive of the Flux plan ${plan}.`;
const isOwn = (name: string, plan: string): string =>
  `obj_description(${regclass(name)}, 'pg_class') IS NOT DISTINCT FROM ${quoteLiteral(owned(plan))}`;

/**
 * Made once and then only gone on with by the plan that made it: a rollback must not bring back another one's values.
 * What ALTER DEFAULT PRIVILEGES grants on new tables is taken back: the column itself may have been readable by fewer.
 */
export function makeArchive(name: string, plan: string, keyList: string, select: string): string {
  const archive = archiveTable(name);
  const body = `
DECLARE
  grantee text;
BEGIN
  IF ${regclass(name)} IS NULL THEN
    CREATE TABLE ${archive} AS ${select} WITH NO DATA;
    CREATE UNIQUE INDEX ${quoteIdentifier(helperName(name, 'key'))} ON ${archive} (${keyList});
    COMMENT ON TABLE ${archive} IS ${quoteLiteral(owned(plan))};
    FOR grantee IN SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
      FROM pg_catalog.pg_class c, aclexplode(c.relacl) AS a WHERE c.oid = ${regclass(name)} AND a.grantee <> c.relowner
    LOOP
      EXECUTE format(${quoteLiteral(`REVOKE ALL ON ${archive.replaceAll('%', '%%')} FROM %s`)}, grantee);
    END LOOP;
  ELSIF NOT (${isOwn(name, plan)}) THEN
    RAISE EXCEPTION 'flux: table % exists and is not an archive of this plan', ${quoteLiteral(archive)}
      USING HINT = 'See what it holds; rename or drop it, then run this again.';
  END IF;
END
`;
  return `DO ${dollarQuote(body, 'archive')}`;
}

/** Only the plan's own: the one that it refused to go on with stays. */
export function dropArchive(name: string, plan: string): string {
  const body = `
BEGIN
  IF ${regclass(name)} IS NOT NULL AND ${isOwn(name, plan)} THEN
    DROP TABLE ${archiveTable(name)};
  END IF;
END
`;
  return `DO ${dollarQuote(body, 'archive')}`;
}
