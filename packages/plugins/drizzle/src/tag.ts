import { FluxError } from '@flux/core';

/** `migrations.prefix` of the drizzle config; `supabase` is written like `timestamp`. */
export type PrefixStyle = 'index' | 'timestamp' | 'supabase' | 'unix' | 'none';

/** As drizzle-kit 0.31 makes it (`prepareMigrationMetadata`), from `when` instead of the clock. */
export function prefixOf(style: PrefixStyle, idx: number, when: number): string {
  if (style === 'index') return String(idx).padStart(4, '0');
  if (style === 'unix') return String(Math.floor(when / 1000));
  if (style === 'none') return refuseNone();
  return new Date(when).toISOString().replaceAll(/[-T:]/g, '').slice(0, 14);
}

export function prefixStyleOf(tag: string): PrefixStyle {
  const prefix = tag.slice(0, tag.indexOf('_'));
  if (prefix === '') return refuseNone();
  if (/^\d{14}$/.test(prefix)) return 'timestamp';
  return /^\d{10}$/.test(prefix) ? 'unix' : 'index';
}

export function tagOf(prefix: string, name: string): string {
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    throw new FluxError('INTERNAL', `"${name}" cannot be part of a file name.`, 'Please report this.');
  }
  return `${prefix}_${name}`;
}

/** With it every snapshot is `_snapshot.json`, which drizzle-kit itself never reads back: each diff starts from nothing. */
function refuseNone(): never {
  throw new FluxError(
    'UNSUPPORTED_CHANGE',
    "drizzle-kit's `migrations.prefix: 'none'` gives all migrations the same snapshot file.",
    "Use 'index', 'timestamp', 'supabase' or 'unix' in drizzle.config.",
  );
}
