import { Resolver } from "node:dns/promises";

/** What the TXT records of a name say, each put together from its parts; none for a name that has none. */
export type TxtRecords = (name: string) => Promise<string[]>;

/** No name server has answered; asking again may help. */
export class NoNameServer extends Error {}

const NONE = new Set(["ENOTFOUND", "ENODATA"]);

/** Asks the system's name servers, or those of `servers` ("9.9.9.9" or "127.0.0.1:5353"). */
export function txtRecords(p: { servers: readonly string[] | null }): TxtRecords {
  return async (name) => {
    const resolver = new Resolver({ timeout: 1_500, tries: 2 });
    if (p.servers) resolver.setServers(p.servers);
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (NONE.has(code ?? "")) return [];
      throw new NoNameServer(`No name server has answered for ${name} (${code}).`);
    }
  };
}
