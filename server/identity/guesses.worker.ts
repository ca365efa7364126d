import { parentPort } from "node:worker_threads";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";

// A thread of its own: the word lists take some 80 MB while they are looked through.
const zxcvbn = new ZxcvbnFactory({ dictionary: { ...common, ...english }, graphs: adjacencyGraphs });

parentPort?.on(
  "message",
  ({ id, password, context }: { id: number; password: string; context: string[] }) => {
    parentPort?.postMessage({ id, score: zxcvbn.check(password, context).score });
  },
);
