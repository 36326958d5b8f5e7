import { gateReasonText as inWords } from '@flux/runner';
import type { GateReason } from '@flux/runner';

/** Why a gate stays closed, with this tool's commands. */
export const gateReasonText = (reason: GateReason): string =>
  inWords(reason, { run: 'flux apply', resume: 'flux apply --resume' });
