// node --import ./scripts/typeless.mjs …: loads our own files without the types that were taken off before.
import { registerHooks } from "node:module";
import { join } from "node:path";
import { typelessLoader } from "./typeless-files.mjs";

registerHooks({ load: typelessLoader(join(import.meta.dirname, "..")) });
