import type { Action, Inverse } from './types.ts';

/** Undone completely by these actions, in this order. */
export const undoneBy = (...actions: readonly Action[]): Inverse => ({ actions, loses: null, irreversible: null });

/** Undone by these actions, but something is not restored. */
export const undoneLosing = (loses: string, ...actions: readonly Action[]): Inverse => ({
  actions,
  loses,
  irreversible: null,
});

export const irreversible = (reason: string): Inverse => ({ actions: [], loses: null, irreversible: reason });
