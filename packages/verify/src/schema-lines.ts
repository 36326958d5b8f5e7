import { Client } from 'pg';

/**
 * The schema as sorted lines of the server's own words, independent of Flux's introspection: two databases with equal
 * lines have the same columns, types, defaults, constraints with names, indexes, triggers, views, sequences, policies,
 * comments and grants. The order of columns is left out on purpose.
 */
const queries: readonly string[] = [
  `SELECT format('column %I.%I.%I %s%s%s%s%s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
     CASE WHEN a.attnotnull THEN ' not null' ELSE '' END, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''),
     CASE a.attidentity WHEN '' THEN '' ELSE ' identity ' || a.attidentity::text END,
     coalesce(' comment ' || col_description(c.oid, a.attnum), ''))
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')`,
  `SELECT format('constraint %I.%I.%I %s%s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid), CASE WHEN k.convalidated THEN '' ELSE ' (not validated)' END)
   FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE true`,
  `SELECT format('index %s%s', pg_get_indexdef(i.indexrelid), CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END)
   FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE true`,
  `SELECT format('trigger %s enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
   FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal`,
  `SELECT format('view %I.%I %s', n.nspname, c.relname, pg_get_viewdef(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('v', 'm')`,
  `SELECT format('sequence %I.%I %s', n.nspname, c.relname, format_type(s.seqtypid, NULL)) FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
   JOIN pg_namespace n ON n.oid = c.relnamespace WHERE true`,
  `SELECT format('grant %I.%I %s', n.nspname, c.relname, c.relacl::text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relacl IS NOT NULL`,
  `SELECT format('function %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) FROM pg_proc p
   JOIN pg_namespace n ON n.oid = p.pronamespace WHERE true`,
  `SELECT format('policy %I on %I.%I %s %s', p.polname, n.nspname, c.relname, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
   FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE true`,
];

const own = `AND n.nspname NOT IN ('flux', 'information_schema') AND n.nspname !~ '^pg_'`;

export async function schemaLines(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url, application_name: 'flux-verify' });
  await client.connect();
  try {
    const lines: string[] = [];
    for (const query of queries) {
      const { rows } = await client.query<{ format: string }>(`${query} ${own}`);
      lines.push(...rows.map((row) => row.format.replaceAll(/\s+/g, ' ')));
    }
    return lines.toSorted();
  } finally {
    await client.end();
  }
}

/** Lines that only one of the two has, marked `-` and `+`. */
export const lineDifferences = (left: readonly string[], right: readonly string[]): readonly string[] => [
  ...left.filter((line) => !right.includes(line)).map((line) => `- ${line}`),
  ...right.filter((line) => !left.includes(line)).map((line) => `+ ${line}`),
];
