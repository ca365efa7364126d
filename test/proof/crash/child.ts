import { armKillPoints, type KillPoint } from "../../../server/kill-point.ts";

/** What a child is told when it may begin; until then it has only loaded its modules. */
export type Orders = {
  userUrl: string;
  workerUrl: string;
  apiBase: string;
  webhookSecret: string;
  port: number;
  /** Where it ends itself without a word, and at which passing of that step. */
  strike: { point: KillPoint; passing: number } | null;
};

/**
 * Waits for its orders, then runs; ends with the process that started it. Only here, in a process of a
 * trial, is a kill point armed.
 */
export function obey(run: (orders: Orders) => Promise<void>): void {
  process.once("message", (orders: Orders) => {
    const { strike } = orders;
    let left = strike?.passing ?? 0;
    armKillPoints((point) => {
      if (point !== strike?.point) return;
      left -= 1;
      if (left === 0) process.kill(process.pid, "SIGKILL");
    });
    run(orders).then(
      () => process.send?.("ready"),
      (error: unknown) => {
        process.send?.({ failed: String(error) });
        process.exit(1);
      },
    );
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.("loaded");
}
