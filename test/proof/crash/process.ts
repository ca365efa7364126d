import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Orders } from "./child.ts";

export type Kind = "worker" | "web";

/** A process of the product under trial. It loads ahead of time and begins when it gets its orders. */
export type Product = {
  kind: Kind;
  pid: number;
  /** Resolves when it works. */
  begin: (orders: Orders) => Promise<void>;
  signal: (name: "SIGKILL" | "SIGSTOP" | "SIGCONT") => void;
  /** Whether it has ended, by its own hand or ours. */
  gone: () => boolean;
  ended: Promise<void>;
};

export function load(kind: Kind): Product {
  const file = join(import.meta.dirname, `${kind}.ts`);
  const child: ChildProcess = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: { ...process.env, NODE_OPTIONS: "", NODE_ENV: "production" },
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const loaded = said(child, "loaded");
  loaded.catch(() => undefined);
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  return {
    kind,
    pid: child.pid ?? 0,
    begin: async (orders) => {
      await loaded;
      if (gone()) return;
      const ready = said(child, "ready");
      child.send(orders);
      await ready;
    },
    signal: (name) => {
      if (!gone()) child.kill(name);
    },
    gone,
    ended,
  };
}

/** Resolves with the child's word, or when it is gone: a strike may come before it is ready. */
function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((done, failed) => {
    const hear = (message: unknown) => {
      if (message === word) done();
      else if (typeof message === "object" && message !== null && "failed" in message)
        failed(new Error(String(message.failed)));
    };
    child.on("message", hear);
    child.once("exit", () => done());
  });
}
