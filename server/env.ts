import { resolve } from "node:path";
import { z } from "zod";
import { parseFieldKeys } from "./ports/field-encryption.ts";

const PORT_WORDS = "must be a whole number from 0 to 65535";
// The server loads this file before any other: React and GraphQL choose between their checked and their
// fast build while they load, and take the checked one wherever NODE_ENV is not set.
process.env["NODE_ENV"] ||= "production";

const port = z.coerce.number(PORT_WORDS).int(PORT_WORDS).min(0, PORT_WORDS).max(65535, PORT_WORDS);
const postgresUrl = z
  .string()
  .refine((v) => /^postgres(ql)?:\/\//.test(v), "must begin with postgres:// or postgresql://");
const httpUrl = z
  .string()
  .refine((v) => URL.canParse(v) && /^https?:/.test(v), "must be an http:// or https:// address");

const smtpUrl = z
  .string()
  .refine((v) => URL.canParse(v) && /^smtps?:\/\/[^/]/.test(v), "must begin with smtp:// or smtps://");
/** An address alone, or a name with the address in angle brackets. */
const MAILBOX = /^([^<>"\r\n]{1,80} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  PUBLIC_URL: httpUrl.optional(),
  ROLE: z.enum(["all", "web", "worker"]).default("all"),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_WORKER_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default(".data"),
  STRIPE_SECRET_KEY: z.string().min(8, "is too short to be a Stripe key").optional(),
  STRIPE_API_BASE: httpUrl.optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(8, "is too short to be a webhook secret").optional(),
  FIELD_KEYS: z
    .string()
    .refine(
      (v) => parseFieldKeys(v) !== null,
      "must be id:key pairs with commas, each key 32 bytes in base64",
    )
    .optional(),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: z
    .string()
    .regex(MAILBOX, "must be an address such as mail@example.com or Engine Room <mail@example.com>")
    .optional(),
  AUDIT_ANCHORS_DIR: z.string().optional(),
  AUDIT_SIGNING_KEY_FILE: z.string().optional(),
  DNS_SERVERS: z
    .string()
    .regex(
      /^\s*[\w.:[\]]+(\s*,\s*[\w.:[\]]+)*\s*$/,
      "must be addresses of name servers with commas between",
    )
    .transform((text) => text.split(",").map((one) => one.trim()))
    .optional(),
  SSO_LOCAL: z.enum(["0", "1"]).default("0"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  LOG_FILE: z.string().optional(),
  METRICS_TOKEN: z.string().min(16, "must have at least 16 signs").optional(),
  TRUST_PROXY: z.enum(["0", "1"]).default("0"),
  SEED: z.enum(["demo", "demo-to-bill", "none"]).optional(),
});

export type Env = z.infer<typeof schema> & { dataDir: string };

/** Thrown for a bad variable; its message is one sentence per variable, fit for the terminal. */
export class BadEnvironment extends Error {}

/**
 * Reads and checks every variable once; the only place that touches process.env.
 * Throws BadEnvironment naming each variable that does not fit.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${sentence(issue.message)}`);
    throw new BadEnvironment(`The configuration can't be used: ${lines.join("; ")}.`);
  }
  const env = parsed.data;
  if (env.STRIPE_SECRET_KEY && !env.STRIPE_WEBHOOK_SECRET)
    throw new BadEnvironment("STRIPE_SECRET_KEY is set, so STRIPE_WEBHOOK_SECRET must be set too.");
  if (env.SMTP_URL && !env.MAIL_FROM)
    throw new BadEnvironment("SMTP_URL is set, so MAIL_FROM must be set too.");
  if (env.SSO_LOCAL === "1" && env.PUBLIC_URL?.startsWith("https:"))
    throw new BadEnvironment("SSO_LOCAL is for development, so it can't be set where PUBLIC_URL is https.");
  return { ...env, dataDir: resolve(env.DATA_DIR) };
}

function sentence(message: string): string {
  return message.startsWith("must") || message.startsWith("is ") ? message : `is not valid (${message})`;
}
