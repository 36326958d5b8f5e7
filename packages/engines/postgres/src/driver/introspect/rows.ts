/** Rows of the queries in catalogue.ts, as pg returns them. */
type Oid = number;

export interface TableRow {
  readonly oid: Oid;
  readonly schema: string;
  readonly name: string;
  readonly kind: 'r' | 'p' | 'f';
  readonly rowSecurity: boolean;
  readonly comment: string | null;
  readonly parent: Oid | null;
  readonly tuples: number;
  readonly pages: number;
  readonly pagesNow: number | null;
  readonly bytes: number | null;
  readonly indexBytes: number | null;
  readonly live: number | null;
  readonly analyzed: boolean;
  readonly writes: number | null;
  readonly seconds: number | null;
}

export interface ColumnRow {
  readonly table: Oid;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly expression: string | null;
  readonly identity: '' | 'a' | 'd';
  readonly generated: '' | 's' | 'v';
  readonly collation: string | null;
  readonly comment: string | null;
  readonly granted: boolean;
  readonly sequenceSchema: string | null;
  readonly sequenceName: string | null;
}

export interface IndexRow {
  readonly table: Oid;
  readonly name: string;
  readonly definition: string;
  readonly keys: readonly string[];
  readonly valid: boolean;
  readonly unique: boolean;
  readonly method: string;
}

export interface ConstraintRow {
  readonly table: Oid;
  readonly name: string;
  readonly kind: 'p' | 'u' | 'c' | 'f' | 'x';
  readonly validated: boolean;
  readonly schema: string;
  readonly relation: string;
  readonly columns: readonly string[];
  readonly otherTable: Oid;
  readonly otherSchema: string | null;
  readonly otherName: string | null;
  readonly otherColumns: readonly string[];
  readonly index: string | null;
  readonly expression: string | null;
  readonly definition: string;
}

export interface TriggerRow {
  readonly table: Oid;
  readonly name: string;
  readonly type: number;
  readonly functionSchema: string;
  readonly functionName: string;
  readonly definition: string;
  readonly updateOf: readonly string[];
  readonly syncs: string | null;
}

export interface PolicyRow {
  readonly table: Oid;
  readonly name: string;
  readonly permissive: boolean;
  readonly command: '*' | 'r' | 'a' | 'w' | 'd';
  /** null in the list: PUBLIC. */
  readonly roles: readonly (string | null)[];
  readonly using: string | null;
  readonly check: string | null;
}

export interface ViewRow {
  readonly oid: Oid;
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly definition: string;
  /** Views that it reads. */
  readonly reads: readonly Oid[];
}

export interface FunctionRow {
  readonly oid: Oid;
  readonly schema: string;
  readonly name: string;
  readonly definition: string;
  readonly language: string;
  readonly body: string;
  readonly arguments: string;
}

export interface DependencyRow {
  readonly catalog: string;
  readonly table: Oid;
  readonly column: string;
  readonly ruleOn: Oid | null;
  readonly ruleOnKind: string | null;
  readonly rule: string | null;
  readonly policy: string | null;
  readonly trigger: string | null;
  readonly statistics: string | null;
  readonly publication: string | null;
  readonly function: Oid | null;
  readonly generatedColumn: string | null;
  readonly schema: string | null;
  readonly relation: string | null;
}

export interface Catalogue {
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnRow[];
  readonly indexes: readonly IndexRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly triggers: readonly TriggerRow[];
  readonly policies: readonly PolicyRow[];
  readonly views: readonly ViewRow[];
  readonly functions: readonly FunctionRow[];
  readonly dependencies: readonly DependencyRow[];
}
