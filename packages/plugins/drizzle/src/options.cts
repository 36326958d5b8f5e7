/** What `withFlux(config, options)` takes; all optional. Kept in a CommonJS file because both halves of the package read it. */
export interface DrizzleFluxOptions {
  /** The live database whose tables, sizes and dependents the plan is made for. Default: `dbCredentials` of the config. */
  readonly url?: string;
  /** `false`: the project is not live yet; migrations pass through as drizzle-kit writes them, and no plan is made. */
  readonly live?: boolean;
  /** Standing rename answers, `users.name:display_name` or `users:people`. One that is not asked for is no error. */
  readonly renames?: readonly string[];
  /** By `table.column`: the SQL expression that gives a value to rows (and old writers) that have none. */
  readonly fills?: Readonly<Record<string, string>>;
  /** Who keeps an old and a new column equal while both application versions run. Default: `trigger`. */
  readonly dualWrite?: 'trigger' | 'application';
  /** Where plans are written, relative to the working directory. Default: `flux/plans`. */
  readonly plansDir?: string;
  /** Further databases that the same files go to, by a name of your own. */
  readonly targets?: Readonly<Record<string, { readonly url: string }>>;
}
