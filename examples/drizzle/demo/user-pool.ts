/** Which users the traffic picks: a few that both versions keep writing to, the newest ones, and any. */
import type { Random } from './random.ts';

export interface UserPool {
  any(): number;
  /**
   * One version's writes to one user follow each other, so that the last of them is known.
   * Undefined when no free one is found.
   */
  claim(): { id: number; release(): void } | undefined;
  /** A user that a request has written to. */
  met(id: number): void;
}

const contended = 50;
const remembered = 500;

export function createUserPool(rows: number, random: Random): UserPool {
  const recent: number[] = [];
  const claimed = new Set<number>();

  const any = (): number => {
    const draw = random.fraction();
    if (draw < 0.15) return random.upTo(Math.min(contended, rows));
    if (draw < 0.5 && recent.length > 0) return random.pick(recent);
    return random.upTo(rows);
  };

  return {
    any,
    claim() {
      const id = [any(), random.upTo(rows), random.upTo(rows)].find((candidate) => !claimed.has(candidate));
      if (id === undefined) return undefined;
      claimed.add(id);
      return { id, release: () => claimed.delete(id) };
    },
    met(id) {
      recent.push(id);
      if (recent.length > remembered) recent.shift();
    },
  };
}
