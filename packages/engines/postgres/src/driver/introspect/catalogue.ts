/**
 * The catalogue queries. They run with an empty search_path, so that every name outside pg_catalog is printed with its
 * schema. $1 is the tables' OIDs unless said otherwise. Valid for 12 to 18.
 */

export const beginReading = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = '';
SET LOCAL lock_timeout = '5s';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 1;
SET LOCAL quote_all_identifiers = off`;

const inUserSchema = (schema: string): string =>
  `${schema} NOT IN ('pg_catalog', 'information_schema', 'flux') AND ${schema} !~ '^pg_(toast|temp)'`;

const ofNoExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

const columnNames = (relation: string, numbers: string): string => `ARRAY(
    SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY AS k(attnum, at)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.attnum ORDER BY k.at)`;

/** $1 and $2: schemas and names of the tables that are wanted, with their partitions; NULL: all. */
export const tablesQuery = `WITH RECURSIVE scope(oid) AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND ${inUserSchema('n.nspname')}
    AND ${ofNoExtension('pg_class', 'c.oid')}
    AND ($1::text[] IS NULL OR EXISTS (
      SELECT FROM unnest($1::text[], $2::text[]) AS wanted(schema, name)
      WHERE wanted.schema = n.nspname AND wanted.name = c.relname))
  UNION SELECT i.inhrelid FROM pg_inherits i JOIN scope ON i.inhparent = scope.oid)
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relrowsecurity AS "rowSecurity",
  obj_description(c.oid, 'pg_class') AS comment,
  CASE WHEN c.relispartition THEN (SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = c.oid LIMIT 1) END AS parent,
  c.reltuples::float8 AS tuples, c.relpages::float8 AS pages,
  pg_relation_size(c.oid)::float8 / current_setting('block_size')::float8 AS "pagesNow",
  pg_table_size(c.oid)::float8 AS bytes, pg_indexes_size(c.oid)::float8 AS "indexBytes",
  s.n_live_tup::float8 AS live, s.last_analyze IS NOT NULL OR s.last_autoanalyze IS NOT NULL AS analyzed,
  (s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::float8 AS writes,
  extract(epoch FROM clock_timestamp() - coalesce(d.stats_reset, pg_postmaster_start_time()))::float8 AS seconds
FROM scope JOIN pg_class c ON c.oid = scope.oid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
LEFT JOIN pg_stat_database d ON d.datname = current_database()
ORDER BY n.nspname, c.relname`;

/** On 18 a column is marked NOT NULL before its constraint is validated: until then it may hold NULLs. */
export const columnsQuery = `SELECT a.attrelid AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
  NOT a.attnotnull OR EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n'
    AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated) AS nullable,
  pg_get_expr(d.adbin, d.adrelid) AS expression, a.attidentity AS identity, a.attgenerated AS generated,
  CASE WHEN a.attcollation <> t.typcollation THEN (
    SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(l.collname)
    FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = a.attcollation) END AS collation,
  col_description(a.attrelid, a.attnum) AS comment, a.attacl IS NOT NULL AS granted,
  s.schema AS "sequenceSchema", s.name AS "sequenceName"
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN LATERAL (
  SELECT n.nspname AS schema, c.relname AS name
  FROM pg_depend o JOIN pg_class c ON c.oid = o.objid AND c.relkind = 'S' JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid
    AND o.refobjsubid = a.attnum AND o.deptype IN ('a', 'i') ORDER BY c.oid LIMIT 1) s ON true
WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum`;

export const indexesQuery = `SELECT i.indrelid AS "table", c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition,
  ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false) FROM generate_series(1, i.indnkeyatts) AS k) AS keys,
  i.indisvalid AS valid, i.indisunique AS unique, m.amname AS method
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
WHERE i.indrelid = ANY($1::oid[]) AND i.indislive
ORDER BY c.relname`;

/**
 * Also the foreign keys of other tables that point at these. The copies that PostgreSQL keeps for each partition of a
 * referenced table are left out. NOT ENFORCED (18) counts as not validated.
 */
export const constraintsQuery = `SELECT c.conrelid AS "table", c.conname AS name, c.contype AS kind, c.convalidated AS validated,
  n.nspname AS schema, r.relname AS relation,
  ${columnNames('c.conrelid', 'c.conkey')} AS columns,
  c.confrelid AS "otherTable", fn.nspname AS "otherSchema", f.relname AS "otherName",
  ${columnNames('c.confrelid', 'c.confkey')} AS "otherColumns",
  (SELECT x.relname FROM pg_class x WHERE x.oid = c.conindid) AS index,
  pg_get_expr(c.conbin, c.conrelid) AS expression, pg_get_constraintdef(c.oid) AS definition
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
LEFT JOIN pg_class f ON f.oid = c.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE c.contype IN ('p', 'u', 'c', 'f', 'x') AND (c.conrelid = ANY($1::oid[]) OR c.confrelid = ANY($1::oid[]))
  AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid)
ORDER BY c.conrelid, c.conname`;

export const triggersQuery = `SELECT t.tgrelid AS "table", t.tgname AS name, t.tgtype::int AS type, n.nspname AS "functionSchema",
  p.proname AS "functionName", pg_get_triggerdef(t.oid) AS definition,
  ${columnNames('t.tgrelid', 't.tgattr::int2[]')} AS "updateOf",
  CASE WHEN t.tgname = '~flux_last' THEN obj_description(t.tgfoid, 'pg_proc') END AS syncs
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE t.tgrelid = ANY($1::oid[]) AND NOT t.tgisinternal
ORDER BY t.tgname`;

export const policiesQuery = `SELECT p.polrelid AS "table", p.polname AS name, p.polpermissive AS permissive, p.polcmd AS command,
  ARRAY(SELECT CASE WHEN r = 0 THEN NULL ELSE pg_get_userbyid(r)::text END FROM unnest(p.polroles) AS r) AS roles,
  pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check
FROM pg_policy p WHERE p.polrelid = ANY($1::oid[])
ORDER BY p.polname`;

/** No parameter: a view may read any of the tables through others. */
export const viewsQuery = `SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind = 'm' AS materialized,
  pg_get_viewdef(c.oid) AS definition,
  ARRAY(SELECT DISTINCT d.refobjid FROM pg_rewrite r
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class v ON v.oid = d.refobjid AND v.relkind IN ('v', 'm')
    WHERE r.ev_class = c.oid AND d.refobjid <> c.oid) AS reads
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND ${inUserSchema('n.nspname')}
  AND ${ofNoExtension('pg_class', 'c.oid')}
ORDER BY n.nspname, c.relname`;

/** No parameter: which tables a body names is not in the catalogue. */
export const functionsQuery = `SELECT p.oid, n.nspname AS schema, p.proname AS name, pg_get_functiondef(p.oid) AS definition,
  l.lanname AS language, p.prosrc AS body, pg_get_function_identity_arguments(p.oid) AS arguments
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
WHERE l.lanname IN ('plpgsql', 'sql') AND p.prokind IN ('f', 'p') AND ${inUserSchema('n.nspname')}
  AND ${ofNoExtension('pg_proc', 'p.oid')}
ORDER BY n.nspname, p.proname, arguments`;

/** Objects that pg_depend ties to single columns and that the other queries do not tell. */
export const dependenciesQuery = `SELECT d.classid::regclass::text AS catalog, d.refobjid AS "table", a.attname AS column,
  v.oid AS "ruleOn", v.relkind AS "ruleOnKind", r.rulename AS rule, p.polname AS policy, t.tgname AS trigger,
  s.stxname AS statistics, b.pubname AS publication, f.oid AS function, g.attname AS "generatedColumn",
  n.nspname AS schema, o.relname AS relation
FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND NOT a.attisdropped
LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
LEFT JOIN pg_class v ON v.oid = r.ev_class
LEFT JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND p.oid = d.objid
LEFT JOIN pg_trigger t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid AND NOT t.tgisinternal
LEFT JOIN pg_statistic_ext s ON d.classid = 'pg_statistic_ext'::regclass AND s.oid = d.objid
LEFT JOIN pg_publication_rel q ON d.classid = 'pg_publication_rel'::regclass AND q.oid = d.objid
LEFT JOIN pg_publication b ON b.oid = q.prpubid
LEFT JOIN pg_proc f ON d.classid = 'pg_proc'::regclass AND f.oid = d.objid
LEFT JOIN pg_attrdef e ON d.classid = 'pg_attrdef'::regclass AND e.oid = d.objid AND e.adnum <> d.refobjsubid
LEFT JOIN pg_attribute g ON g.attrelid = e.adrelid AND g.attnum = e.adnum
LEFT JOIN pg_class o ON o.oid = coalesce(r.ev_class, p.polrelid, t.tgrelid, s.stxrelid)
LEFT JOIN pg_namespace n ON n.oid = coalesce(o.relnamespace, s.stxnamespace)
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY($1::oid[]) AND d.refobjsubid > 0
  AND coalesce(n.nspname, '') <> 'flux'
UNION ALL
SELECT 'partition key', k.partrelid, a.attname, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, n.nspname, c.relname
FROM pg_partitioned_table k JOIN pg_class c ON c.oid = k.partrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = k.partrelid AND (a.attnum = ANY(k.partattrs::int2[]) OR EXISTS (
  SELECT FROM pg_depend x WHERE x.classid = 'pg_class'::regclass AND x.objid = k.partrelid AND x.objsubid = 0
    AND x.refclassid = 'pg_class'::regclass AND x.refobjid = k.partrelid AND x.refobjsubid = a.attnum))
WHERE k.partrelid = ANY($1::oid[]) AND a.attnum > 0
ORDER BY 2, 3, 1`;
