/** What stands for the world outside in a journey: the port of its name server, which the product asks. */
export const OUTSIDE = { nameServerPort: Number(process.env.E2E_PORT ?? "3199") + 2_000 };
