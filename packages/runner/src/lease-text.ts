/** Three heartbeats missed. */
const silentMs = 15_000;

/** A holder whose heart has stopped is not at work: killed, or cut off from the database. */
export const leaseText = ({ holder, heartbeatAgeMs }: { holder: string; heartbeatAgeMs: number }): string =>
  heartbeatAgeMs < silentMs
    ? `${holder} is at work`
    : `${holder}: last seen ${Math.round(heartbeatAgeMs / 1000)} s ago, not running`;
