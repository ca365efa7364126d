import { pino } from "pino";
import { withoutSecrets, withoutSecretsInText } from "./log-redaction.ts";

export type Logger = ReturnType<typeof createLogger>;

/**
 * Structured logs on standard output, or in a file where a person is looking at the terminal; what is secret
 * or names an account is cut out wherever it would appear: by the name of its field, and by its form in the
 * finished line.
 */
export function createLogger(level: string, file?: string) {
  const options = {
    level,
    base: undefined,
    formatters: { log: withoutSecrets },
    serializers: { err: told },
    hooks: { streamWrite: withoutSecretsInText },
  };
  return file ? pino(options, pino.destination({ dest: file, mkdir: true })) : pino(options);
}

/** What an error says. The pool hangs the whole connection on its own, which is long and helps nobody. */
function told(error: Error) {
  const { client: _connection, ...rest } = pino.stdSerializers.err(error) as Record<string, unknown>;
  return rest;
}
