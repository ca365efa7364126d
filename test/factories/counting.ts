import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../../server/db.ts";
import type { World } from "../world.ts";

/** How many statements one reading takes, by counting the raw calls of its transaction. */
export function counting(
  world: World,
  viewer: Viewer,
  read: (tx: Tx) => Promise<unknown>,
): Promise<number> {
  return world.db.readOrg(viewer, async (tx) => {
    let count = 0;
    const counted = new Proxy(tx, {
      get(target, name, receiver) {
        const value = Reflect.get(target, name, receiver);
        if (name !== "$queryRaw") return value;
        return (...args: unknown[]) => {
          count += 1;
          return (value as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    await read(counted as Tx);
    return count;
  });
}
