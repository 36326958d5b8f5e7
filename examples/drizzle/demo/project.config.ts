/** Copied beside `schema.ts` as the demo project's drizzle.config.ts. */
import { defineConfig } from 'drizzle-kit';

// drizzle-kit takes the configuration from the default export.
// oxlint-disable-next-line import/no-default-export
export default defineConfig({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle' });
