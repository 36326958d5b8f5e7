import { desc, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import type { Application, Habits } from '../application.ts';
import * as schema from './schema.ts';

const { orders, users } = schema;

export const habits: Habits = { emailIsOptional: false, largestAmount: 2 ** 40 };

export function openApplication(url: string): Application {
  const pool = new Pool({ connectionString: url, max: 10 });
  // A connection lost while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = drizzle(pool, { schema });
  const orderColumns = { id: orders.id, userId: orders.userId, amount: orders.amount, status: orders.status };
  const userColumns = { id: users.id, name: users.displayName, email: users.email };

  return {
    async signUp({ name, email }) {
      if (email === null) throw new Error('An e-mail address is required.');
      const [created] = await db.insert(users).values({ displayName: name, email }).returning({ id: users.id });
      return created!.id;
    },
    async rename(userId, name) {
      const renamed = await db
        .update(users)
        .set({ displayName: name })
        .where(eq(users.id, userId))
        .returning({ id: users.id });
      return renamed.length > 0;
    },
    async changeEmail(userId, email) {
      const changed = await db.update(users).set({ email }).where(eq(users.id, userId)).returning({ id: users.id });
      return changed.length > 0;
    },
    async placeOrder({ userId, amount }) {
      return await db.transaction(async (tx) => {
        const [buyer] = await tx.select(userColumns).from(users).where(eq(users.id, userId));
        if (!buyer) throw new Error('The buyer does not exist.');
        const [placed] = await tx.insert(orders).values({ userId, amount }).returning({ id: orders.id });
        await tx.update(orders).set({ status: 'placed' }).where(eq(orders.id, placed!.id));
        return placed!.id;
      });
    },
    async readUser(userId) {
      const [user] = await db.select(userColumns).from(users).where(eq(users.id, userId));
      return user;
    },
    async readOrder(orderId) {
      const [order] = await db.select(orderColumns).from(orders).where(eq(orders.id, orderId));
      return order;
    },
    async userWithOrders(userId) {
      const found = await db.query.users.findFirst({ where: eq(users.id, userId), with: { orders: true } });
      if (!found) return undefined;
      return { user: { id: found.id, name: found.displayName, email: found.email }, orders: found.orders };
    },
    async recentOrders(limit) {
      return await db
        .select({ ...orderColumns, userName: users.displayName })
        .from(orders)
        .innerJoin(users, eq(orders.userId, users.id))
        .orderBy(desc(orders.id))
        .limit(limit);
    },
    close: () => pool.end(),
  };
}
