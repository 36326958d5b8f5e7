/**
 * The public API of every package as text, `docs/api/<package>.md`: a change of it shows in review.
 * `node scripts/api-report.mjs` rewrites the reports, `--check` fails when one differs. Needs a build.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const packages = ['core', 'engines/postgres', 'plugins/sql', 'plugins/drizzle', 'runner', 'scratch', 'verify'];
const quiet = { default: { logLevel: 'none' } };
const stale = [];

for (const folder of packages) {
  const projectFolder = join(root, 'packages', folder);
  const packageJsonFullPath = join(projectFolder, 'package.json');
  const { name } = JSON.parse(readFileSync(packageJsonFullPath, 'utf8'));
  const temporary = mkdtempSync(join(tmpdir(), 'flux-api-'));
  const config = ExtractorConfig.prepare({
    packageJsonFullPath,
    configObjectFullPath: undefined,
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, 'dist/index.d.ts'),
      compiler: { tsconfigFilePath: join(projectFolder, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFolder: join(root, 'docs/api'),
        reportTempFolder: temporary,
        reportFileName: name.replace('@flux/', ''),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        extractorMessageReporting: quiet,
        tsdocMessageReporting: quiet,
        compilerMessageReporting: { default: { logLevel: 'error' } },
      },
    },
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: !check,
    showVerboseMessages: false,
    messageCallback: silence,
  });
  if (apiReportChanged || !existsSync(join(root, 'docs/api', `${name.replace('@flux/', '')}.api.md`))) stale.push(name);
  rmSync(temporary, { recursive: true, force: true });
}

/** The bundled compiler is older than ours and says so each time; only errors are of interest. */
function silence(message) {
  message.handled = message.logLevel !== 'error';
}

if (check && stale.length > 0) {
  process.stderr.write(
    `The public API changed: ${stale.join(', ')}. Run: node scripts/api-report.mjs, and review the diff.\n`,
  );
  process.exit(1);
}
