import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../server/postgres/embedded.ts";
import { createRolesAndDatabase, migrate } from "../server/postgres/set-up.ts";
import { plantedInFile, plantedInFolder } from "./factories/planted.ts";

declare module "vitest" {
  interface ProvidedContext {
    superuserUrl: string;
    /** The folder of the worlds' logs, which are searched for planted values at the end. */
    logs: string;
  }
}

export const TEMPLATE = "world_template";

/**
 * One PostgreSQL for the whole run, with a migrated database that each world is copied from in
 * milliseconds.
 */
export default async function setUp(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "engine-room-test-"));
  chmodSync(folder, 0o755);
  const unsafe = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
  const postgres = await startEmbeddedPostgres(folder, unsafe);
  const urls = roleUrls(postgres.superuserUrl(TEMPLATE));
  await createRolesAndDatabase({ superuserUrl: postgres.superuserUrl(), urls });
  await migrate(urls);
  await withoutTax(urls.owner);
  project.provide("superuserUrl", postgres.superuserUrl());
  const logs = mkdtempSync(join(tmpdir(), "engine-room-logs-"));
  project.provide("logs", logs);
  return async () => {
    await postgres.stop();
    const found = [...plantedInFolder(logs), ...plantedInFile(postgres.log)];
    for (const one of [folder, logs]) rmSync(one, { recursive: true, force: true });
    if (found.length > 0) throw new Error(`Logs of the suite show what no log may:\n${found.join("\n")}`);
  };
}

/** In a test whose subject is not tax, the company that invoices is registered for VAT nowhere. */
export async function withoutTax(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(
    `update legal_entity set name = 'Engine Room', country = 'DE', city = 'Berlin', status = 'not_registered',
       registration_number = 'HRB 1'`,
  );
  await owner.end();
}

/** The connection strings of the three roles on a database; the passwords are the test run's own. */
export function roleUrls(base: string) {
  const as = (role: string) => {
    const url = new URL(base);
    url.username = role;
    url.password = `${role}-password`;
    return url.href;
  };
  return { owner: as("app_owner"), user: as("app_user"), worker: as("app_worker") };
}
