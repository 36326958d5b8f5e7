import { defineConfig } from 'drizzle-kit';
import { withFlux } from 'drizzle-flux';

// drizzle-kit takes the configuration from the default export.
// oxlint-disable-next-line import/no-default-export
export default withFlux(
  defineConfig({
    dialect: 'postgresql',
    schema: './src/after/schema.ts',
    out: './drizzle',
    dbCredentials: { url: process.env['DATABASE_URL'] ?? 'postgres://localhost:5432/shop' },
  }),
  // What users without an e-mail address get before the column becomes NOT NULL.
  { fills: { 'users.email': `'user-' || "id" || '@unknown.invalid'` } },
);
