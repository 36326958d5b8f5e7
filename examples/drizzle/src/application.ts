/**
 * What the application does, the same before and after the change: its callers never see the column names.
 * Both versions implement it, each through its own Drizzle schema.
 */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
}

export interface Order {
  readonly id: number;
  readonly userId: number;
  /** In cents. */
  readonly amount: number;
  readonly status: string | null;
}

export interface Application {
  signUp(user: Omit<User, 'id'>): Promise<number>;
  /** False when there is no such user; so does `changeEmail`. */
  rename(userId: number, name: string): Promise<boolean>;
  changeEmail(userId: number, email: string): Promise<boolean>;
  /** One transaction: the user is read, the order is written, its status is set. */
  placeOrder(order: Omit<Order, 'id' | 'status'>): Promise<number>;
  readUser(userId: number): Promise<User | undefined>;
  readOrder(orderId: number): Promise<Order | undefined>;
  userWithOrders(userId: number): Promise<{ user: User; orders: readonly Order[] } | undefined>;
  recentOrders(limit: number): Promise<readonly (Order & { readonly userName: string })[]>;
  close(): Promise<void>;
}

/** What only one version's schema allows. The demo's traffic uses it to the full. */
export interface Habits {
  readonly emailIsOptional: boolean;
  readonly largestAmount: number;
}
