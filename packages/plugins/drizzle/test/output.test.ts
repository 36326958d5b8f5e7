import { describe, expect, it } from 'vitest';
import { coloured } from '../src/cli/output.ts';
import { withConfig } from '../src/cli/with-config.ts';

describe('commands to paste', () => {
  const cases: [string[], string][] = [
    [['status'], 'npx drizzle-flux migrate'],
    [['status', '--config', 'db/other.ts'], 'npx drizzle-flux migrate --config db/other.ts'],
    [['status', '--config=other.ts'], 'npx drizzle-flux migrate --config other.ts'],
    [['status', '--config', 'my own.ts'], "npx drizzle-flux migrate --config 'my own.ts'"],
    [['status', '--config'], 'npx drizzle-flux migrate'],
  ];
  for (const [args, expected] of cases)
    it(args.join(' '), () => expect(withConfig('npx drizzle-flux migrate', { args })).toBe(expected));

  it('keep what comes after them, and are completed once', () => {
    const args = ['--config', 'a"b.ts'];
    const text = JSON.stringify({ next: 'npx drizzle-flux release p --confirm "x", npx drizzle-kit generate' });
    const once = withConfig(text, { json: true, args });
    expect(JSON.parse(once)).toEqual({
      next: `npx drizzle-flux release --config 'a"b.ts' p --confirm "x", npx drizzle-kit generate --config 'a"b.ts'`,
    });
    expect(withConfig(once, { json: true, args })).toBe(once);
  });
});

describe('colour', () => {
  const cases: [boolean, NodeJS.ProcessEnv, boolean][] = [
    [false, { FORCE_COLOR: '1' }, false],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: 'false' }, false],
    [true, { NO_COLOR: '1' }, false],
  ];
  for (const [isTTY, env, expected] of cases)
    it(`${isTTY ? 'terminal' : 'pipe'} ${JSON.stringify(env)}`, () => expect(coloured(isTTY, env)).toBe(expected));
});
