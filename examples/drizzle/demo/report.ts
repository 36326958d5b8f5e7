/** One self-contained page: both runs' timelines, their steps, and the table side by side. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compare, failureLines, grouped } from './comparison.ts';
import type { RunRecord } from './measurements.ts';
import { projectFile } from './project.ts';
import { timelineData } from './timeline-data.ts';

export interface Report {
  readonly title: string;
  readonly runs: readonly RunRecord[];
  /** Empty when there is no plan to show. */
  readonly planText: string;
}

const asset = (name: string): string => readFileSync(projectFile(`demo/report/${name}`), 'utf8');
const vendored = (name: string): string =>
  readFileSync(createRequire(import.meta.url).resolve(`uplot/dist/${name}`), 'utf8');

export function writeReport(file: string, report: Report): void {
  writeFileSync(file, renderReport(report));
}

export function renderReport({ title, runs, planText }: Report): string {
  // A "<" could end the script element early.
  const data = JSON.stringify(runs.map(timelineData)).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${vendored('uPlot.min.css')}\n${asset('page.css')}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="lead">Two versions of one application read and write all the time while the schema changes under them.
Everything on this page was measured in one run. Each dot is one request; its wait counts from the moment it was due.</p>
<section class="cards">${runs.map(card).join('')}</section>
${comparisonTable(runs)}
${runs.map(runSection).join('\n')}
${planText ? `<section><h2>The plan</h2><pre>${escapeHtml(planText)}</pre></section>` : ''}
<footer>Charts: uPlot (MIT).</footer>
</main>
<script type="application/json" id="data">${data}</script>
<script>${vendored('uPlot.iife.min.js')}</script>
<script>${asset('charts.js')}</script>
</body>
</html>
`;
}

function card({ name, summary }: RunRecord): string {
  const failed = summary.before.failed + summary.after.failed;
  const requests = summary.before.requests + summary.after.requests;
  return `<div class="card ${failed > 0 ? 'bad' : 'good'}"><h2>${escapeHtml(name)} migration</h2>
<p><strong>${grouped(failed)}</strong> failed of ${grouped(requests)} requests</p></div>`;
}

function comparisonTable(runs: readonly RunRecord[]): string {
  const head = runs.map(({ name }) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const body = compare(runs).map(({ label, cells }) => {
    const columns = cells.map(({ text, verdict }) => `<td class="${verdict}">${escapeHtml(text)}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(label)}</th>${columns}</tr>`;
  });
  return `<div class="table"><table><thead><tr><td></td>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

function runSection(run: RunRecord, index: number): string {
  const failures = failureLines(run).map((line) => `<li>${escapeHtml(line)}</li>`);
  return `<section class="run" data-run="${index}">
<h2>${escapeHtml(run.name)} migration</h2>
<div class="charts">
<figure><figcaption>Old version</figcaption><div class="chart" data-version="before"></div></figure>
<figure><figcaption>New version</figcaption><div class="chart" data-version="after"></div></figure>
</div>
<p class="readout" >Point at a chart to read one request, at a step to find it in the charts.</p>
<h3>Steps</h3>
<ol class="steps">${stepItems(run).join('\n')}</ol>
${failures.length > 0 ? `<h3>What failed</h3><ul class="failures">${failures.join('\n')}</ul>` : ''}
</section>`;
}

function stepItems(run: RunRecord): readonly string[] {
  const { start } = timelineData(run);
  return run.events.map(({ t, until, label, failed }) => {
    const took = until === undefined ? '' : `${((until - t) / 1000).toFixed(2)} s`;
    const className = failed ? 'failed' : until === undefined ? 'moment' : 'step';
    const at = `${Math.max(0, (t - start) / 1000).toFixed(1)} s`;
    return `<li class="${className}"><span class="at">${at}</span><span class="label">${escapeHtml(label)}</span><span class="took">${took}</span></li>`;
  });
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
