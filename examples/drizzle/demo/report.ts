import { writeFileSync } from 'node:fs';
import type { RunRecord } from './measurements.ts';

export interface Report {
  readonly title: string;
  readonly runs: readonly RunRecord[];
  readonly planText: string;
}

export function writeReport(file: string, report: Report): void {
  writeFileSync(file, JSON.stringify(report));
}
