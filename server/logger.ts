import { pino } from "pino";

export type Logger = ReturnType<typeof createLogger>;

/** Structured logs on standard output; secrets are cut out wherever they would appear. */
export function createLogger(level: string) {
  return pino({
    level,
    base: undefined,
    redact: {
      paths: ["*.password", "*.secret", "*.cookie", "*.authorization", "headers.cookie"],
      censor: "[cut]",
    },
  });
}
