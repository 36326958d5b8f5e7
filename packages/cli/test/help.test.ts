import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { makeProgram, run } from '../src/program.ts';
import { terminalOf } from '../src/terminal.ts';
import type { Surroundings } from '../src/terminal.ts';

function surroundings(terminal = false, env: Record<string, string> = {}) {
  const stream = () => Object.assign(new PassThrough(), { isTTY: terminal });
  const [stdout, stderr] = [stream(), stream()];
  const given = { env, stdin: process.stdin, stdout, stderr, cwd: () => '/nowhere' } as unknown as Surroundings;
  return { given, out: () => String(stdout.read() ?? ''), err: () => String(stderr.read() ?? '') };
}

const program = makeProgram(terminalOf(surroundings().given), () => undefined);
const commands = program.commands.flatMap((command) => [command, ...command.commands]);
const pathOf = (command: (typeof commands)[number]): readonly string[] =>
  command.parent?.parent ? [...pathOf(command.parent), command.name()] : [command.name()];

describe('every command', () => {
  it.each(commands.map((command) => pathOf(command).join(' ')))('flux %s --help shows an example', async (path) => {
    const { given, out } = surroundings();
    expect(await run([...path.split(' '), '--help'], given)).toBe(0);
    expect(out()).toMatch(new RegExp(`Examples?:\n[^]*\\$ .*flux ${path}`));
  });
  it.each(program.commands.map((command) => command.name()))('flux %s takes --json', (name) => {
    const command = program.commands.find((candidate) => candidate.name() === name)!;
    expect(command.options.map((option) => option.long)).toContain('--json');
  });
});

describe('usage errors exit with 2 and are told in one form', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['bogus', /unknown command 'bogus'/i],
    ['aply', /Did you mean apply/],
    ['plan --sqll x', /Did you mean --sql/],
    ['plan rename-column', /missing required argument/i],
    ['plan rename-kolumn a.b:c', /no operation rename-kolumn/],
    ['plan rename-column a.b', /not of the form <table>.<from>:<to>/],
    ['plan set-not-null a', /not of the form <table>.<column>/],
    ['plan add-index a.b:c', /not of the form/],
    ['plan rename-column a.b:c --sql x', /not both/],
    ['plan rename-column a.b:c --id A!', /cannot be the id/],
    ['plan rename-column a.b:c --batch-rows 0', /whole number from 1/],
    ['plan rename-column a.b:c --dual-write both', /Allowed choices are trigger, application/],
    ['plan rename-column a.b:c', /No database is named/],
    ['plan --sql x --fill y', /cannot be read|which column/],
    ['release --quiet-window soon', /24h or 30m/],
    ['apply', /no plan in flux\/plans/],
    ['apply missing', /no plan file/],
  ];
  it.each(cases)('flux %s', async (line, message) => {
    const { given, err, out } = surroundings();
    expect(await run([...line.split(' '), '--json'], given)).toBe(2);
    const said = err();
    expect(said).toMatch(message);
    expect(said).toMatch(/^USAGE: /);
    expect(JSON.parse(out())).toMatchObject({ error: { code: 'USAGE' } });
  });
});

/** Whether an error is coloured. */
async function shown(terminal: boolean, env: Record<string, string>): Promise<boolean> {
  const { given, err } = surroundings(terminal, env);
  await run(['bogus'], given);
  return err().includes('\u001b[');
}

describe('colours', () => {
  it('only on a terminal, and not with NO_COLOR', async () => {
    expect(await shown(false, {})).toBe(false);
    expect(await shown(true, { NO_COLOR: '1' })).toBe(false);
    expect(await shown(true, { TERM: 'dumb' })).toBe(false);
    expect(await shown(true, {})).toBe(true);
  });
});

describe('explain', () => {
  it('lists the operations and explains each', async () => {
    const { given, out } = surroundings();
    expect(await run(['explain', '--json'], given)).toBe(0);
    for (const { operation } of JSON.parse(out()) as { operation: string }[]) {
      const each = surroundings();
      expect(await run(['explain', operation], each.given)).toBe(0);
      expect(each.out()).toMatch(/Danger\n[^]*Instead\n[^]*Ways/);
    }
  });
});

it('flux --version is the version of the package', async () => {
  const { given, out } = surroundings();
  expect(await run(['--version'], given)).toBe(0);
  expect(out()).toMatch(/^\d+\.\d+\.\d+/);
});
