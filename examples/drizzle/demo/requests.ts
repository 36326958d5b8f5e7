/** The requests of the traffic: their weights, what each does, and what it checks of the answer. */
import type { Application, Habits, Order } from '../src/application.ts';
import { LostWrite, WrongAnswer, hasSqlState } from './failures.ts';
import { explains, tag } from './ledger.ts';
import type { Field, Ledger, Write } from './ledger.ts';
import { clock } from './measurements.ts';
import type { Version } from './measurements.ts';
import type { Random } from './random.ts';

export interface Client {
  readonly app: Application;
  readonly version: Version;
  readonly habits: Habits;
  readonly random: Random;
  readonly own: Ledger;
  readonly peer: Ledger;
  /** Writes of the other version that this one has yet to read. */
  readonly toCrossRead: Write[];
  nextWrite(): number;
  acknowledged(write: Write): void;
  /** A user that no request in flight is writing to; `release` gives it back. */
  claimUser(): { id: number; release(): void } | undefined;
  anyUser(): number;
  crossReadDone(): void;
}

interface Request {
  readonly kind: string;
  readonly weight: number;
  run(client: Client): Promise<void>;
}

const firstNames = ['Ada', 'Edsger', 'Frances', 'Grace', 'Hedy', 'Joan', 'Karen', 'Margaret', 'Tony'];
const someName = (client: Client, n: number): string => `${client.random.pick(firstNames)} ${tag(client.version, n)}`;
const someEmail = (client: Client, n: number): string => `${tag(client.version, n)}@shop.example`;

export const requests: readonly Request[] = [
  { kind: 'sign up', weight: 15, run: signUp },
  { kind: 'rename', weight: 15, run: (client) => rewrite(client, 'name', someName) },
  { kind: 'change e-mail', weight: 10, run: (client) => rewrite(client, 'email', someEmail) },
  { kind: 'place order', weight: 15, run: placeOrder },
  { kind: 'read user', weight: 20, run: readUser },
  { kind: 'recent orders', weight: 13, run: recentOrders },
  // Reads every order until the change brings its index, hence rare.
  { kind: 'user with orders', weight: 2, run: userWithOrders },
  { kind: 'cross read', weight: 10, run: crossRead },
];

async function signUp(client: Client): Promise<void> {
  const n = client.nextWrite();
  const startedAt = clock();
  const name = someName(client, n);
  const email = client.habits.emailIsOptional && client.random.chance(0.2) ? null : someEmail(client, n);
  const id = await client.app.signUp({ name, email });
  const write = { writer: client.version, n, id, startedAt, acknowledgedAt: clock() };
  await confirmUser(client, { ...write, field: 'name', value: name });
  await confirmUser(client, { ...write, field: 'email', value: email });
}

async function rewrite(client: Client, field: 'name' | 'email', make: typeof someName): Promise<void> {
  const user = client.claimUser();
  if (!user) return await readUser(client);
  try {
    const n = client.nextWrite();
    const startedAt = clock();
    const value = make(client, n);
    const { app } = client;
    const found = await uncertain(client, field, user.id, () =>
      field === 'name' ? app.rename(user.id, value) : app.changeEmail(user.id, value),
    );
    if (!found) return;
    const write = { writer: client.version, n, field, id: user.id, value, startedAt, acknowledgedAt: clock() };
    await confirmUser(client, write);
  } finally {
    user.release();
  }
}

async function placeOrder(client: Client): Promise<void> {
  const n = client.nextWrite();
  const startedAt = clock();
  const { largestAmount } = client.habits;
  // Every third order is of a size that only this version may know.
  const amount = client.random.chance(1 / 3) ? largestAmount - (n % 1000) : client.random.upTo(100_000);
  const id = await client.app.placeOrder({ userId: client.anyUser(), amount });
  const write = { writer: client.version, n, id, startedAt, acknowledgedAt: clock() };
  const placed: Write = { ...write, field: 'amount', value: amount };
  client.acknowledged(placed);
  const order = await client.app.readOrder(id);
  if (order?.amount !== amount || order.status !== 'placed') throw lost(placed, order?.amount);
}

async function readUser(client: Client): Promise<void> {
  checkUser(await client.app.readUser(client.anyUser()));
}

async function recentOrders(client: Client): Promise<void> {
  const orders = await client.app.recentOrders(20);
  if (orders.length === 0) throw new WrongAnswer('no recent orders');
  for (const order of orders) {
    checkOrder(order);
    if (!order.userName) throw new WrongAnswer('an order without the name of its user');
  }
}

async function userWithOrders(client: Client): Promise<void> {
  const id = client.anyUser();
  const found = await client.app.userWithOrders(id);
  checkUser(found?.user);
  for (const order of found?.orders ?? []) {
    checkOrder(order);
    if (order.userId !== id) throw new WrongAnswer("an order among another user's");
  }
}

async function crossRead(client: Client): Promise<void> {
  const write = client.toCrossRead.shift();
  if (!write) return await readUser(client);
  const seen = await read(client, write);
  client.crossReadDone();
  if (!explains(seen ?? null, write, client.own)) throw lost(write, seen);
}

async function confirmUser(client: Client, write: Write): Promise<void> {
  client.acknowledged(write);
  const seen = await read(client, write);
  if (!explains(seen ?? null, write, client.peer)) throw lost(write, seen);
}

async function read({ app }: Client, { field, id }: Write): Promise<string | number | null | undefined> {
  return field === 'amount' ? (await app.readOrder(id))?.amount : (await app.readUser(id))?.[field];
}

/** An error with an SQLSTATE means that the statement did nothing; any other leaves it open. */
async function uncertain<T>(client: Client, field: Field, id: number, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!hasSqlState(error)) client.own.forget(field, id);
    throw error;
  }
}

function checkUser(user: Awaited<ReturnType<Application['readUser']>>): void {
  // A number taken from the sequence by a sign-up that failed has no user.
  if (user && !user.name) throw new WrongAnswer('a user without a name');
}

function checkOrder(order: Order): void {
  if (!Number.isSafeInteger(order.amount) || order.amount <= 0) throw new WrongAnswer('an amount that is not one');
}

function lost(write: Write, seen: unknown): LostWrite {
  const what = seen === undefined ? 'nothing' : seen === null ? 'NULL' : 'another value';
  return new LostWrite(`the ${write.field} that the ${write.writer} version wrote reads as ${what}`);
}
