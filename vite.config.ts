import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig, type Plugin } from "vite";
import config from "./remix.config.js";

/**
 * One letter beyond Latin 1 makes a process keep its whole text in two bytes a letter, so the server's has
 * none: they stand in texts and patterns, where their number means the same.
 */
const asciiServer: Plugin = {
  name: "ascii-server",
  generateBundle: (_, bundle) => {
    for (const file of Object.values(bundle))
      if (file.type === "chunk") file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
  },
};

const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [remix(config), ...(isSsrBuild ? [asciiServer] : [])],
  build: { target: "es2022", sourcemap: false },
  server: { hmr: true },
}));
