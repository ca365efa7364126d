import { availableParallelism } from "node:os";
import { join } from "node:path";

const firstPort = Number(process.env.E2E_PORT ?? "3199");
const folder = process.env.E2E_DATA_DIR ?? ".data/e2e";

/** Two journeys run side by side where the cores are there, each on a product and a story of its own. */
export const SERVERS = Array.from({ length: Math.min(2, availableParallelism()) }, (_, n) => ({
  port: firstPort + n,
  url: `http://localhost:${firstPort + n}`,
  dataDir: join(folder, String(n)),
}));

/** What stands for the world outside in a journey: the port of its name server, which the products ask. */
export const OUTSIDE = { nameServerPort: firstPort + 2_000 };
