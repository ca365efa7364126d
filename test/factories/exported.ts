import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { ExportManifest } from "../../domain/records/data-export.ts";
import type { World } from "../world.ts";
import { ask } from "./ask.ts";

export type Exported = {
  manifest: ExportManifest;
  /** The files by name, but for the manifest. */
  files: Map<string, Buffer>;
  rows: (table: string) => Record<string, unknown>[];
  /** All records as one text. */
  text: string;
};

const ASK = `mutation($input: AskForDataExportInput!) { askForDataExport(input: $input) {
  __typename ... on MutationAskForDataExportSuccess { data { id } } ... on Refusal { message } } }`;
const OPEN = `mutation($input: OpenDataExportInput!) { openDataExport(input: $input) {
  __typename ... on Refusal { message } } }`;
const PART = `query($id: ID!, $position: Int!) { dataExportPart(id: $id, position: $position) {
  fileName partCount base64 } }`;

export const askForExport = async (world: World, viewer: Viewer, kind: "ORGANIZATION" | "PERSON") =>
  (await ask(world, viewer, ASK, { input: { kind } })).data?.askForDataExport;
export const openExport = async (world: World, viewer: Viewer, exportId: string) =>
  (await ask(world, viewer, OPEN, { input: { exportId } })).data?.openDataExport;
export const partOf = async (world: World, viewer: Viewer, p: { id: string; position: number }) =>
  (await ask(world, viewer, PART, p)).data?.dataExportPart;

/** Asks for a file through the API, has it made, fetches it, and unpacks it. */
export async function exported(
  world: World,
  viewer: Viewer,
  kind: "ORGANIZATION" | "PERSON",
): Promise<Exported & { id: string }> {
  const { id } = (await askForExport(world, viewer, kind)).data;
  await world.drainJobs();
  await openExport(world, viewer, id);
  const parts: Buffer[] = [];
  for (let position = 0, count = 1; position < count; position += 1) {
    const part = await partOf(world, viewer, { id, position });
    count = part.partCount;
    parts.push(Buffer.from(part.base64, "base64"));
  }
  const whole = Buffer.concat(parts);
  const { sha256 } = await world.row("select sha256 from data_export where id = $1", [id]);
  if (createHash("sha256").update(whole).digest("hex") !== sha256) throw new Error("another file");
  return { id, ...unpacked(whole) };
}

function unpacked(zip: Buffer): Exported {
  const all = new Map(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes)]));
  const manifest = JSON.parse(all.get("manifest.json")?.toString() ?? "null");
  all.delete("manifest.json");
  const records = [...all].filter(([name]) => name.endsWith(".json"));
  return {
    ...{ manifest, files: all, text: records.map(([, bytes]) => bytes.toString()).join("\n") },
    rows: (table) =>
      records
        .filter(([name]) => name.endsWith(`/${table}.json`))
        .flatMap(([, bytes]) => JSON.parse(bytes.toString())),
  };
}
