import type { ScratchPostgres } from '@flux/scratch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayCreate, roles, target, users } from './expanded.ts';
import { majors, startServer } from './stage.ts';

const sql = 'ALTER TABLE t RENAME COLUMN name TO title';

describe.each(majors)("Flux's own schema, PostgreSQL %i", (major) => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test.each([undefined, 'owner'])('is not trusted when a stranger made it (run as %s)', async (role) => {
    const setup = `${roles('owner', 'stranger')} ${mayCreate('owner', 'stranger')} SET ROLE owner; ${users} RESET ROLE;
      SET ROLE stranger; CREATE SCHEMA flux; GRANT ALL ON SCHEMA flux TO PUBLIC; RESET ROLE;`;
    const at = await target(server, { setup, sql, ...(role === undefined ? {} : { role }) });
    await expect(at.apply()).rejects.toThrow(/belong to role stranger/);
    await at.close();
  });

  test('writers stamp records of old writes and no other sequence; nobody writes through the tripwire', async () => {
    const at = await target(server, { setup: users, sql });
    await at.apply();
    await at.admin.query('CREATE SEQUENCE flux.mine; SELECT flux.mark($$mine$$)');
    expect((await at.admin.query('SELECT is_called FROM flux.mine')).rows).toEqual([{ is_called: false }]);
    const { rows } = await at.admin.query<{ name: string }>(
      `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'v' AND relnamespace = 'flux'::regnamespace`,
    );
    expect((await at.admin.query(`SELECT FROM ${rows[0]!.name}`)).rows).toEqual([]);
    await expect(at.admin.query(`INSERT INTO ${rows[0]!.name} VALUES ('x', 'x')`)).rejects.toThrow(/cannot insert/);
    await at.close();
  });
});
