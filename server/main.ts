import { BadEnvironment, readEnv } from "./env.ts";
import { DatabaseProblem } from "./boot/database.ts";
import { AlreadyRunning } from "./boot/running.ts";
import { PortTaken, startProduct } from "./boot/product.ts";
import { UnboundConnection } from "./db.ts";

/** Starts what the role asks for, and ends it in order on Ctrl-C. A second Ctrl-C ends it at once. */
async function main(): Promise<void> {
  const say = (line: string) => process.stdout.write(`  ${line}\n`);
  try {
    const product = await startProduct(readEnv(), say);
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
    const known = [BadEnvironment, DatabaseProblem, AlreadyRunning, PortTaken, UnboundConnection].some((kind) => error instanceof kind);
    if (!known) throw error;
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

await main();
