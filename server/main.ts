import "./env.ts";
import { format } from "node:util";
import { DatabaseProblem } from "./boot/database.ts";
import { PortTaken, startProduct } from "./boot/product.ts";
import { AlreadyRunning } from "./boot/running.ts";
import { UnboundConnection } from "./db.ts";
import { BadEnvironment, readEnv } from "./env.ts";
import { withoutSecretsInText } from "./log-redaction.ts";

// What a library of ours says by itself passes through the same sieve as our own log.
console.error = (...said: unknown[]) => {
  process.stderr.write(`${withoutSecretsInText(format(...said))}\n`);
};

/** Starts what the role asks for, and ends it in order on Ctrl-C. A second Ctrl-C ends it at once. */
async function main(): Promise<void> {
  const say = (line: string) => process.stdout.write(`  ${line}\n`);
  try {
    const product = await startProduct(readEnv(), say);
    await announce(product);
    let stopping = false;
    const stop = async () => {
      if (stopping) process.exit(130);
      stopping = true;
      say("Stopping: letting running requests and jobs end");
      await product.stop();
      process.exit(0);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    // Started through npm, the channel to the starter closes when the starter is killed.
    process.on("disconnect", stop);
  } catch (error) {
    const known = [BadEnvironment, DatabaseProblem, AlreadyRunning, PortTaken, UnboundConnection].some(
      (kind) => error instanceof kind,
    );
    if (!known) throw error;
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** The address and, for the demo, who can sign in. */
async function announce({ address, demo }: { address: string; demo: boolean }): Promise<void> {
  process.stdout.write(`\n  Engine Room is at ${address}\n`);
  if (!demo) return;
  const { demoAccount } = await import("../prisma/seed/demo-accounts.ts");
  const people = [
    demoAccount({ slug: "halden-foods", role: "operations_lead" }),
    demoAccount({ slug: "quaylink-it", role: "delivery_manager" }),
    demoAccount({ slug: "northern-accounts", role: "account_manager" }),
  ];
  process.stdout.write("\n  Sign in as\n");
  for (const { email, password, role, organisation } of people)
    process.stdout.write(`    ${email}  ${password}  (${role.replace("_", " ")}, ${organisation})\n`);
  process.stdout.write("    everyone else: npm run --silent demo:accounts\n\n");
}

await main();
