import { join } from "node:path";
import { plantedInFile } from "../test/factories/planted.ts";
import { SERVERS } from "./servers.ts";

/** After the journeys: what people entered stands in no log of a server's. */
export default function searchLogs(): void {
  const logs = SERVERS.flatMap(({ dataDir }) =>
    ["server.log", "postgres/postgres.log"].map((file) => join(dataDir, file)),
  );
  const found = logs.flatMap((file) => plantedInFile(file));
  if (found.length > 0) throw new Error(`Logs of the journeys show what no log may:\n${found.join("\n")}`);
}
