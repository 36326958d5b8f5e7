import { createDialect, loadParser } from '@flux/postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { isOnNew } from '../src/new-tables.ts';

beforeAll(loadParser);
const notes = { schema: 'public', name: 'notes' };
const tags = { schema: 'public', name: 'tags' };

describe('a statement concerns new tables only', () => {
  test.each([
    ['CREATE TABLE "notes" ("id" serial PRIMARY KEY)', true],
    ['CREATE TABLE "notes" ("id" serial PRIMARY KEY, "user_id" integer REFERENCES "users"("id"))', false],
    ['CREATE TABLE "notes" ("tag_id" integer REFERENCES "tags"("id"))', true],
    ['ALTER TABLE "notes" ADD CONSTRAINT "k" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id")', false],
    ['ALTER TABLE "notes" ADD CONSTRAINT "k" FOREIGN KEY ("tag_id") REFERENCES "public"."tags"("id")', true],
    ['ALTER TABLE "users" ADD COLUMN "x" text', false],
  ])('%s: %s', (sql, expected) => {
    const [statement] = createDialect(160_000).parse(sql);
    expect(isOnNew(statement!, [notes, tags])).toBe(expected);
  });
});
