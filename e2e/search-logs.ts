import { join } from "node:path";
import { plantedInFile } from "../test/factories/planted.ts";

/** After the journeys: what people entered stands in no log of the server's. */
export default function searchLogs(): void {
  const dataDir = process.env.E2E_DATA_DIR ?? ".data/e2e";
  const found = ["server.log", "postgres/postgres.log"].flatMap((file) =>
    plantedInFile(join(dataDir, file)),
  );
  if (found.length > 0) throw new Error(`Logs of the journeys show what no log may:\n${found.join("\n")}`);
}
