// Prisma's CLI looks for a native schema engine at start and downloads it where it is missing, even for
// `generate`, which never runs it. Naming an existing file keeps set-up working on a closed network.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

const { defineConfig } = await import("prisma/config");

export default defineConfig({ schema: "prisma/schema", migrations: { path: "prisma/migrations" } });
