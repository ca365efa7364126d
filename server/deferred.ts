type Anything = Record<string, unknown>;

/**
 * Stands for a client that is not there yet: `x.model.method(…)` and `x.$method(…)` wait for it and then
 * call it.
 */
export function deferred(open: () => Promise<unknown>): unknown {
  const call =
    (path: string[]) =>
    async (...args: unknown[]) => {
      let target = (await open()) as Anything;
      for (const step of path.slice(0, -1)) target = target[step] as Anything;
      const method = target[path.at(-1) ?? ""] as (...values: unknown[]) => unknown;
      return method.apply(target, args);
    };
  const models = new Map<string, unknown>();
  return new Proxy({} as Anything, {
    get(_, name) {
      if (typeof name !== "string" || name === "then") return undefined;
      if (name.startsWith("$")) return call([name]);
      if (!models.has(name)) {
        const methods = {
          get: (_target: Anything, method: string | symbol) =>
            typeof method === "string" && method !== "then" ? call([name, method]) : undefined,
        };
        models.set(name, new Proxy({} as Anything, methods));
      }
      return models.get(name);
    },
  });
}

/**
 * A resource that lives inside a callback, opened at the first `open` and let go by `finish`, which answers
 * when the callback's owner has ended. `finish` never throws, and does nothing where nothing was opened;
 * nothing can be opened after it.
 */
export function heldOpen<T>(within: (hold: (resource: T) => Promise<void>) => Promise<unknown>): {
  open: () => Promise<T>;
  finish: () => Promise<void>;
} {
  let opened: Promise<T> | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let release: () => void = () => undefined;
  let finished = false;
  const open = () => {
    if (finished) return Promise.reject(new Error("This was closed before it was asked."));
    opened ??= new Promise<T>((give, fail) => {
      const held = new Promise<void>((done) => {
        release = done;
      });
      running = within((resource) => {
        give(resource);
        return held;
      });
      running.catch(fail);
    });
    return opened;
  };
  return {
    open,
    finish: async () => {
      finished = true;
      release();
      await running.catch(() => undefined);
    },
  };
}
