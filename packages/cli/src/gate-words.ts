import type { GateReason } from '@flux/runner';

/** Why a gate stays closed, in a line. */
export function gateReasonText(reason: GateReason): string {
  switch (reason.kind) {
    case 'notBegun':
      return 'the plan has not begun here: flux apply';
    case 'stopped':
      return `the plan is ${reason.state} here: flux apply --resume`;
    case 'earlierGate':
      return `the gate of phase ${reason.phase} comes first`;
    case 'stepNotDone':
      return `step ${reason.step} is ${reason.state}: flux apply`;
    case 'checkpoint':
      return `step ${reason.measured.step} is not proven: ${reason.measured.what}: expected ${reason.measured.expect}, found ${reason.measured.got ?? reason.measured.error ?? 'nothing'}`;
    case 'writesSeen':
      return `${reason.what}: ${reason.lastSeen}; quiet enough in ${timeText(reason.quietInMs)}`;
    case 'watchedTooShort':
      return `${reason.what}: none seen, but watched too short; long enough in ${timeText(reason.quietInMs)}`;
    case 'noEvidence':
      if (reason.error !== null) return `${reason.what}: could not be measured: ${reason.error}`;
      return reason.what === null
        ? 'nothing in the database can show that the old release is gone'
        : `nothing in the database can show that this release is everywhere: ${reason.what}`;
  }
}

export function timeText(ms: number): string {
  if (ms < 60_000) return `${Math.ceil(ms / 1000)} s`;
  if (ms < 3_600_000) return `${Math.ceil(ms / 60_000)} min`;
  return `${Math.round(ms / 360_000) / 10} h`;
}
