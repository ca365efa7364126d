import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../shared/sha256.ts";
import {
  type AuditLink,
  CHAIN_START,
  type ChainFault,
  type ChainHead,
  followChain,
  linkHash,
  personalDigest,
} from "./audit-chain.ts";

type Words = Pick<AuditLink, "actorName" | "action" | "data" | "format">;

/** A chain as the database writes it. */
function chain(words: readonly Words[], from: readonly AuditLink[] = []): AuditLink[] {
  return words.reduce<AuditLink[]>(
    (links, one) => {
      const seq = BigInt(links.length + 1);
      const bare = {
        ...{ seq, atMs: 1_763_000_000_000n + seq, prevHash: links.at(-1)?.hash ?? CHAIN_START, hash: "" },
        ...{
          subjectType: "statement",
          subjectId: `s${seq}`,
          requestId: `r${seq}`,
          origin: '{"via": "session"}',
        },
        ...{ salt: one.format === 2 ? `salt-${seq}` : null, personalDigest: null, ...one },
      };
      const personal = one.format === 2 ? personalDigest(bare, sha256Hex) : null;
      const link = { ...bare, personalDigest: personal };
      links.push({ ...link, hash: linkHash(link, sha256Hex) });
      return links;
    },
    [...from],
  );
}

function check(
  links: readonly AuditLink[],
  head: ChainHead | null,
  anchors: ChainHead[] = [],
): ChainFault | null {
  const walk = followChain({ digest: sha256Hex, anchors });
  for (const link of links) walk.take(link);
  return walk.end(head);
}

const headOf = (links: readonly AuditLink[]): ChainHead | null => links.at(-1) ?? null;
const text = fc.string({ unit: "binary", maxLength: 12 }).filter((one) => !one.includes("\0"));
const words: fc.Arbitrary<Words> = fc.record({
  ...{ actorName: text, action: fc.constantFrom("statement.approve", "api_key.create", "role.change") },
  ...{ data: text.map((one) => JSON.stringify({ note: one })), format: fc.constantFrom(1, 2) },
});
const chains = fc.array(words, { minLength: 3, maxLength: 12 }).map((all) => chain(all));
const swap = (links: AuditLink[], a: number, b: number) => {
  const [one, other] = [links[a], links[b]];
  return one && other ? links.with(a, other).with(b, one) : links;
};
/** What somebody with the tables in hand may do to one row. */
const EDITS: Record<string, (link: AuditLink) => Partial<AuditLink>> = {
  time: ({ atMs }) => ({ atMs: atMs + 1n }),
  actor: ({ actorName }) => ({ actorName: `${actorName}x` }),
  action: () => ({ action: "nothing" }),
  subject: ({ subjectId }) => ({ subjectId: `${subjectId}0` }),
  "kind of subject": () => ({ subjectType: "invoice" }),
  request: () => ({ requestId: "another" }),
  data: () => ({ data: '{"note": "all was well"}' }),
  hash: ({ hash }) => ({ hash: sha256Hex(hash) }),
  link: ({ prevHash }) => ({ prevHash: sha256Hex(prevHash) }),
};

test("a chain as it was written holds, with any words in it, and an empty one too", () => {
  fc.assert(
    fc.property(chains, (links) => {
      expect(check(links, headOf(links), links)).toBeNull();
    }),
  );
  expect(check([], null)).toBeNull();
});

test("a row whose person was erased holds still, and says so by having no salt", () => {
  const links = chain([1, 2, 2].map((format) => ({ actorName: "Ash", action: "a.b", data: "{}", format })));
  const erased = links.map((one) =>
    one.seq === 2n ? { ...one, salt: null, actorName: "Erased", origin: "{}", data: "{}" } : one,
  );
  expect(check(erased, headOf(links))).toBeNull();
  const another = erased.map((one) => (one.seq === 2n ? { ...one, personalDigest: sha256Hex("x") } : one));
  expect(check(another, headOf(links))).toEqual({ seq: 2n, kind: "changed" });
});

describe("whoever changes the table is found", () => {
  const place = fc.nat();
  const runs = { numRuns: 120 };

  test.each(Object.entries(EDITS))("by a changed %s", (_, edit) => {
    fc.assert(
      fc.property(chains, place, (links, where) => {
        const at = where % links.length;
        const edited = links.map((one, n) => (n === at ? { ...one, ...edit(one) } : one));
        expect(check(edited, headOf(links))?.seq).toBe(BigInt(at + 1));
      }),
      runs,
    );
  });

  test("by a changed origin or salt where those are in the digest", () => {
    fc.assert(
      fc.property(chains, place, fc.boolean(), (links, where, isSalt) => {
        const personal = links.filter((one) => one.format === 2);
        const at = personal[where % Math.max(1, personal.length)];
        if (!at) return;
        const change = isSalt ? { salt: "another" } : { origin: '{"via": "job"}' };
        const edited = links.map((one) => (one === at ? { ...one, ...change } : one));
        expect(check(edited, headOf(links))).toEqual({ seq: at.seq, kind: "changed" });
      }),
      runs,
    );
  });

  test("by a row taken away", () => {
    fc.assert(
      fc.property(chains, place, (links, where) => {
        const at = where % (links.length - 1);
        const fault = check(links.toSpliced(at, 1), headOf(links));
        expect(fault).toEqual({ seq: BigInt(at + 2), kind: "out_of_place" });
      }),
      runs,
    );
  });

  test("by rows taken away at the end", () => {
    fc.assert(
      fc.property(chains, place, (links, where) => {
        const left = where % links.length;
        const fault = check(links.slice(0, left), headOf(links));
        expect(fault).toEqual({ seq: BigInt(left + 1), kind: "cut_short" });
      }),
      runs,
    );
  });

  test("by a row put in, however well it is made", () => {
    fc.assert(
      fc.property(chains, place, words, (links, where, more) => {
        const at = where % links.length;
        const made = chain([more], links.slice(0, at)).at(-1);
        expect(made && check(links.toSpliced(at, 0, made), headOf(links))).toMatchObject({
          seq: BigInt(at + 1),
        });
      }),
      runs,
    );
  });

  test("by rows that changed places", () => {
    fc.assert(
      fc.property(chains, place, place, (links, a, b) => {
        const [one, other] = [a % links.length, b % links.length];
        if (one === other) return;
        expect(check(swap(links, one, other), headOf(links))?.kind).toBe("out_of_place");
      }),
      runs,
    );
  });

  test("by an anchor, where everything after a row was written anew and the head with it", () => {
    fc.assert(
      fc.property(
        chains,
        place,
        place,
        fc.array(words, { maxLength: 14 }),
        (links, cut, anchored, anew) => {
          const kept = links.slice(0, cut % links.length);
          const rewritten = chain(anew, kept);
          const anchor = links[anchored % links.length] as AuditLink;
          expect(check(rewritten, headOf(rewritten))).toBeNull();
          const fault = check(rewritten, headOf(rewritten), [anchor]);
          const isTouched = rewritten[Number(anchor.seq) - 1]?.hash !== anchor.hash;
          expect(fault !== null).toBe(isTouched);
          if (fault) expect(["rewritten", "cut_short"]).toContain(fault.kind);
        },
      ),
      { numRuns: 300 },
    );
  });
});
