import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type StripeStandIn, startStripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import { connectStripe } from "../billing/stripe-connection.ts";
import type { Env } from "../env.ts";
import type { Pace } from "../ports/stripe/paced-client.ts";
import { createStripePort, type StripePort } from "../ports/stripe/port.ts";

type Options = {
  /** Where the stand-in's webhooks go; without it nobody is told and the events can only be asked for. */
  webhookUrl?: string;
  say: (line: string) => void;
  pace?: Pace;
  /** The stand-in's time in epoch milliseconds, where it is not the present. */
  now?: () => number;
};
type Booted = {
  port: StripePort;
  standIn: StripeStandIn | null;
  webhookSecret: string;
  stop: () => Promise<void>;
};
type Settings = { webhookSecret: string; listenPort: number };

/**
 * Connects Stripe: the real one where STRIPE_SECRET_KEY is set, else a local stand-in in this process. The
 * stand-in's secret and port are kept, so that its webhooks and hosted pages work on after a restart.
 */
export async function bootStripe(env: Env, options: Options): Promise<Booted> {
  const booted = env.STRIPE_SECRET_KEY
    ? real(env, { apiKey: env.STRIPE_SECRET_KEY, pace: options.pace })
    : await local(env, options);
  connectStripe(booted.port);
  return booted;
}

function real(env: Env, { apiKey, pace }: { apiKey: string; pace: Pace | undefined }): Booted {
  const webhookSecret = env.STRIPE_WEBHOOK_SECRET ?? "";
  const port = createStripePort({
    apiKey,
    webhookSecret,
    ...(pace ? { pace } : {}),
    ...(env.STRIPE_API_BASE ? { apiBase: env.STRIPE_API_BASE } : {}),
  });
  return { port, standIn: null, webhookSecret, stop: async () => undefined };
}

async function local(env: Env, { webhookUrl, say, pace, now }: Options): Promise<Booted> {
  const dataDir = join(env.dataDir, "stripe-stand-in");
  const file = join(dataDir, "settings.json");
  const kept = settingsIn(file);
  const running = env.ROLE === "all" ? null : await alreadyRunning(kept.listenPort);
  const standIn = running ? null : await start({ dataDir, webhookUrl, now, kept });
  const url = running ?? standIn?.url ?? "";
  if (standIn) {
    writeFileSync(file, JSON.stringify({ ...kept, listenPort: standIn.port }), { mode: 0o600 });
    say(`No STRIPE_SECRET_KEY is set: a local stand-in for Stripe runs on ${url}`);
  }
  const port = createStripePort({
    apiKey: "sk_test_local",
    apiBase: url,
    webhookSecret: kept.webhookSecret,
    ...(pace ? { pace } : {}),
  });
  return { port, standIn, webhookSecret: kept.webhookSecret, stop: async () => standIn?.stop() };
}

/**
 * The port of the last start is taken again, because hosted pages are addressed by it; any free one
 * otherwise.
 */
async function start(p: {
  dataDir: string;
  webhookUrl: string | undefined;
  now: (() => number) | undefined;
  kept: Settings;
}): Promise<StripeStandIn> {
  const { dataDir, webhookUrl, now, kept } = p;
  const options = {
    ...{ dataDir, webhookSecret: kept.webhookSecret },
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
    ...(now ? { now } : {}),
  };
  try {
    return await startStripeStandIn({ ...options, port: kept.listenPort });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return startStripeStandIn({ ...options, port: 0 });
  }
}

/** Web and worker as two processes share one stand-in: whoever comes second uses the first one's. */
async function alreadyRunning(port: number): Promise<string | null> {
  if (port === 0) return null;
  const url = `http://127.0.0.1:${port}`;
  try {
    const answer = await fetch(`${url}/_stand_in/health`, { signal: AbortSignal.timeout(1_000) });
    return answer.ok ? url : null;
  } catch {
    return null;
  }
}

function settingsIn(file: string): Settings {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const made = { webhookSecret: `whsec_${randomBytes(24).toString("hex")}`, listenPort: 0 };
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
