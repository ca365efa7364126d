import { pino } from "pino";

export type Logger = ReturnType<typeof createLogger>;

/**
 * Structured logs on standard output, or in a file where a person is looking at the terminal; secrets are
 * cut out wherever they would appear.
 */
export function createLogger(level: string, file?: string) {
  const options = {
    level,
    base: undefined,
    redact: {
      paths: ["*.password", "*.secret", "*.cookie", "*.authorization", "headers.cookie"],
      censor: "[cut]",
    },
  };
  return file ? pino(options, pino.destination({ dest: file, mkdir: true })) : pino(options);
}
