import type { GateReason } from '../gate-decision.ts';
import { spanText } from './time-span.ts';

/** What a person types in the tool that shows the reason. */
export interface GateCommands {
  readonly run: string;
  readonly resume: string;
}

/** Why a gate stays closed, in a line. */
export function gateReasonText(reason: GateReason, { run, resume }: GateCommands): string {
  switch (reason.kind) {
    case 'notBegun':
      return `the plan has not begun here: ${run}`;
    case 'stopped':
      return `the plan is ${reason.state} here: ${resume}`;
    case 'earlierGate':
      return `the gate ${reason.step} comes first`;
    case 'stepNotDone':
      return `step ${reason.step} is ${reason.state}: ${run}`;
    case 'checkpoint': {
      const { step, what, expect, got, error } = reason.measured;
      return `step ${step} is not proven: ${what}: expected ${expect}, found ${got ?? error ?? 'nothing'}`;
    }
    case 'writesSeen':
      return `${reason.what}: ${reason.lastSeen}; quiet enough in ${spanText(reason.quietInMs)}`;
    case 'watchedTooShort':
      return `${reason.what}: none seen, but watched too short; long enough in ${spanText(reason.quietInMs)}`;
    case 'noEvidence':
      if (reason.error !== null) return `${reason.what}: could not be measured: ${reason.error}`;
      return reason.what === null
        ? 'nothing in the database can show that the old release is gone'
        : `nothing in the database can show that this release is everywhere: ${reason.what}`;
  }
}
