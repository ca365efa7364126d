import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serviceDeskExport, toCsv } from "../test/factories/service-desk-export.ts";
import { expect } from "./fixtures.ts";
import { type Story, TERMS } from "./story-cast.ts";

/** The real log of a service desk where it lies beside the checkout; elsewhere one of the same shape. */
const REAL = join(import.meta.dirname, "../../shared/data/itsm/incident_event_log.csv");

export async function importLog(story: Story): Promise<void> {
  const { provider } = story;
  const { rows, refused } = logFile();
  await upload(story);
  await expect(provider.getByText(`of ${rows}`)).toBeVisible();
  const [download] = await Promise.all([
    provider.waitForEvent("download"),
    provider.getByRole("link", { name: "Download all refused rows" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split(/\r?\n/);
  expect(lines.length).toBe(refused + 1);
  await provider.getByRole("button", { name: /^Import [\d,]+ items and [\d,]+ events$/ }).click();
  await expect(provider.getByRole("heading", { name: "The import is done" })).toBeVisible({
    timeout: 60_000,
  });
}

export async function importAgain(story: Story): Promise<void> {
  const { provider, engagement } = story;
  await provider.goto(`${engagement}/work`);
  const note = await provider.getByText(/in all, \d+ late now/).innerText();
  await upload(story);
  await expect(provider.getByText("Nothing in this file is new")).toBeVisible();
  await provider.getByRole("button", { name: "Import anyway" }).click();
  await expect(provider.getByText("Imported: nothing in this file was new")).toBeVisible({
    timeout: 60_000,
  });
  await provider.goto(`${engagement}/work`);
  await expect(provider.getByText(note)).toBeVisible();
}

export async function lookAtWork({ buyer, engagement }: Story): Promise<void> {
  await buyer.goto(`${engagement}/work`);
  const first = buyer.getByRole("table", { name: "Work, newest first" }).getByRole("rowheader").first();
  const reference = await first.innerText();
  await first.getByRole("link").click();
  await expect(buyer.getByRole("navigation", { name: /breadcrumb/i })).toContainText(reference);
  await expect(buyer.getByRole("heading", { name: "What happened" })).toBeVisible();
  await expect(buyer.getByRole("table", { name: /^Stretches of the clock/ }).first()).toBeVisible();
}

async function upload({ provider, engagement }: Story): Promise<void> {
  await provider.goto(`${engagement}/work/import`);
  const { buffer } = logFile();
  await provider
    .getByLabel(/^Export of the service desk/)
    .setInputFiles({ name: "incident_event_log.csv", mimeType: "text/csv", buffer });
  await provider.getByRole("button", { name: "Upload and match columns" }).click();
  await expect(provider.getByRole("heading", { name: "Match the columns" })).toBeVisible();
  await expect(provider.getByLabel(/^Time zone of the file/)).toHaveValue(TERMS.zone);
  await provider.getByRole("button", { name: "Check the file" }).click();
  await expect(provider.getByRole("heading", { name: "What this import will do" })).toBeVisible();
}

function logFile() {
  if (existsSync(REAL)) return { buffer: readFileSync(REAL), rows: "4,137", refused: 6 };
  const log = serviceDeskExport({ rows: 4130 });
  const broken = (log.rows[0] ?? []).map((cell) => (/^\d\d-\d\d-\d{4} /.test(cell) ? "yesterday" : cell));
  return { buffer: Buffer.from(toCsv({ ...log, rows: [...log.rows, broken] })), rows: "4,131", refused: 1 };
}
