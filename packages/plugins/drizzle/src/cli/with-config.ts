const command =
  /\bnpx (?:drizzle-flux|drizzle-kit) (?:generate|split|migrate|status|release|rollback|repair|check)\b(?! --config)/g;

/** Commands to paste name the config that this run was given: without it they would look at another project's. */
export function withConfig(text: string, { json = false, args = process.argv.slice(2) } = {}): string {
  const at = args.findIndex((arg) => arg === '--config' || arg.startsWith('--config='));
  const config = args[at]?.startsWith('--config=') ? args[at].slice('--config='.length) : args[at + 1];
  if (at < 0 || config === undefined) return text;
  const quoted = /^[\w./-]+$/.test(config) ? config : `'${config.replaceAll("'", String.raw`'\''`)}'`;
  const shown = json ? JSON.stringify(quoted).slice(1, -1) : quoted;
  return text.replaceAll(command, (found) => `${found} --config ${shown}`);
}
