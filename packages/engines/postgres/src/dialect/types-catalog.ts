/**
 * Names of pg_type that format_type prints otherwise (src/backend/utils/adt/format_type.c). With a modifier, the part
 * after the first space follows it: `timestamp(3) without time zone`.
 */
export const printedTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bpchar: 'character',
  char: '"char"',
  decimal: 'numeric',
  float4: 'real',
  float8: 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
  varchar: 'character varying',
};

/** Types of pg_catalog that a name without a schema means (pg_type of 12 to 18, typtype b, r, m, without arrays). */
export const catalogTypes: ReadonlySet<string> = new Set(
  `aclitem bit bool box bpchar bytea char cid cidr circle date datemultirange daterange float4 float8 inet int2 int4
  int4multirange int4range int8 int8multirange int8range interval json jsonb jsonpath line lseg macaddr macaddr8 money
  name numeric nummultirange numrange oid path pg_lsn pg_snapshot point polygon refcursor regclass regcollation
  regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time timestamp
  timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid varbit varchar
  xid xid8 xml`.split(/\s+/),
);

/** Not types: shorthand for a column with a sequence. */
export const serialTypes: ReadonlySet<string> = new Set(
  'serial serial2 serial4 serial8 bigserial smallserial'.split(' '),
);

/** Modifier of an interval's fields (INTERVAL_MASK in src/include/utils/timestamp.h) as format_type prints it. */
export const intervalFields: Readonly<Record<number, string>> = {
  2: ' month',
  4: ' year',
  6: ' year to month',
  8: ' day',
  1024: ' hour',
  1032: ' day to hour',
  2048: ' minute',
  3072: ' hour to minute',
  3080: ' day to minute',
  4096: ' second',
  6144: ' minute to second',
  7168: ' hour to second',
  7176: ' day to second',
  32767: '',
};
