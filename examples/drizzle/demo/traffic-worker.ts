/* oxlint-disable unicorn/require-post-message-target-origin -- threads have no origin */
import { BroadcastChannel, parentPort, workerData } from 'node:worker_threads';
import * as after from '../src/after/app.ts';
import * as before from '../src/before/app.ts';
import { LostWrite, describeError } from './failures.ts';
import { Ledger } from './ledger.ts';
import type { Write } from './ledger.ts';
import { clock } from './measurements.ts';
import type { Sample } from './measurements.ts';
import { seededRandom } from './random.ts';
import { requests } from './requests.ts';
import type { Client } from './requests.ts';
import type { TrafficOptions, WorkerMessage } from './traffic.ts';
import { createUserPool } from './user-pool.ts';

const { version, url, rate, seed, rows, channel } = workerData as TrafficOptions;
const { openApplication, habits } = { before, after }[version];
const app = openApplication(url);
const random = seededRandom(seed);
const own = new Ledger();
const peer = new Ledger();
const users = createUserPool(rows, random);
const toCrossRead: Write[] = [];
const totalWeight = requests.reduce((sum, { weight }) => sum + weight, 0);
const counters = { lostWrites: 0, crossReads: 0, startedAt: 0, stoppedAt: 0 };

let written = 0;
let unsentWrites: Write[] = [];
let unsentSamples: Sample[] = [];
const inFlight = new Set<Promise<void>>();

const client: Client = {
  app,
  version,
  habits,
  random,
  own,
  peer,
  toCrossRead,
  nextWrite: () => (written += 1),
  acknowledged(write) {
    own.record(write);
    unsentWrites.push(write);
    if (write.field !== 'amount') users.met(write.id);
  },
  claimUser: users.claim,
  anyUser: users.any,
  crossReadDone: () => (counters.crossReads += 1),
};

const bus = new BroadcastChannel(channel);
// Node's BroadcastChannel is typed with this property only.
// oxlint-disable-next-line unicorn/prefer-add-event-listener
bus.onmessage = (event): void => {
  for (const write of (event as { data: readonly Write[] }).data) {
    peer.record(write);
    toCrossRead.push(write);
    if (write.field !== 'amount') users.met(write.id);
  }
  // The newest are the ones a fault would show in; the old ones are checked when the run ends.
  if (toCrossRead.length > 200) toCrossRead.splice(0, toCrossRead.length - 200);
};

const tell = (message: WorkerMessage): void => parentPort!.postMessage(message);

function flush(): void {
  if (unsentSamples.length > 0) tell({ type: 'samples', samples: unsentSamples });
  if (unsentWrites.length > 0) bus.postMessage(unsentWrites);
  unsentSamples = [];
  unsentWrites = [];
}

function choose(): (typeof requests)[number] {
  let left = random.fraction() * totalWeight;
  return requests.find(({ weight }) => (left -= weight) < 0) ?? requests[0]!;
}

async function perform(due: number): Promise<void> {
  const { kind, run } = choose();
  let error: string | undefined;
  try {
    await run(client);
  } catch (thrown) {
    error = describeError(thrown);
    if (thrown instanceof LostWrite) counters.lostWrites += 1;
  }
  const sample = { t: due, ms: clock() - due, ok: error === undefined, kind };
  unsentSamples.push(error === undefined ? sample : { ...sample, error });
}

/** An application takes requests once its connections are open and its code has run. */
async function warmUp(): Promise<void> {
  const readings = Array.from({ length: 30 }, (_, id) => app.readUser(id + 1));
  await Promise.allSettled([...readings, app.recentOrders(20), app.readOrder(1)]);
}

await warmUp();
counters.startedAt = clock();
let dueNext = counters.startedAt;
let timer = setTimeout(launchDue);
const flushing = setInterval(flush, 200);
tell({ type: 'ready' });

function launchDue(): void {
  for (; dueNext <= clock(); dueNext += 1000 / rate) {
    const request = perform(dueNext).finally(() => inFlight.delete(request));
    inFlight.add(request);
  }
  timer = setTimeout(launchDue, Math.max(0, dueNext - clock()));
}

parentPort!.once('message', () => void stop());

async function stop(): Promise<void> {
  clearTimeout(timer);
  counters.stoppedAt = clock();
  await Promise.all(inFlight);
  clearInterval(flushing);
  flush();
  await app.close();
  bus.close();
  tell({ type: 'stopped', counters, writes: own.all() });
}
