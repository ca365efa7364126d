import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInput } from "../shared/refusals.ts";
import {
  assertSignable,
  authorityStatement,
  CURRENT_CONSENT,
  type SignatureForm,
  sameName,
} from "./signature.ts";
import {
  CHAIN_START,
  evidenceHash,
  type SealedSignature,
  type SignatureEvidence,
  sha256Tag,
  verifyChain,
} from "./signature-evidence.ts";

const FORM = {
  typedName: "Ada Lovelace",
  consent: true,
  consentTextVersion: CURRENT_CONSENT,
  authority: true,
};

describe("a typed name", () => {
  test.each([
    ["Ada Lovelace", true],
    ["  ada   LOVELACE ", true],
    ["ada lovelace", true],
    ["Ada Lovelace", true],
    ["A. Lovelace", false],
    ["Ada", false],
    ["Ada Lovelacé", false],
    ["", false],
  ])("%j is the signer's: %s", (typed, same) => {
    expect(sameName({ typed, known: "Ada Lovelace" })).toBe(same);
  });

  test("with an accent written in two characters is the same name", () => {
    expect(sameName({ typed: "Jose\u0301 Garci\u0301a", known: "José García" })).toBe(true);
  });
});

describe("a signing form", () => {
  test("that is complete passes", () => expect(() => assertSignable(FORM, "Ada Lovelace")).not.toThrow());

  test.each([
    [{ typedName: "" }, ["typedName"]],
    [{ typedName: "Charles Babbage" }, ["typedName"]],
    [{ consent: false }, ["consent"]],
    [{ consentTextVersion: "2000-01" }, ["consent"]],
    [{ authority: false }, ["authority"]],
    [{ typedName: " ", consent: false, authority: false }, ["typedName", "consent", "authority"]],
  ])("with %j is refused at %j", (patch, fields) => {
    expect(faults(patch)).toEqual(fields);
  });

  test("says for whom and as what the signer acts", () => {
    expect(authorityStatement({ organizationName: "Brightline", roleName: "Owner" })).toBe(
      "on behalf of Brightline, as Owner",
    );
  });
});

function faults(patch: Partial<SignatureForm>): string[] {
  try {
    assertSignable({ ...FORM, ...patch }, "Ada Lovelace");
    return [];
  } catch (error) {
    return error instanceof InvalidInput ? error.issues.map((issue) => issue.field) : ["?"];
  }
}

const EVIDENCE: SignatureEvidence = {
  sowVersionId: "v1",
  party: "provider",
  userId: "u1",
  email: "ada@example.test",
  typedName: "Ada Lovelace",
  authority: "on behalf of Brightline, as Owner",
  consentTextVersion: CURRENT_CONSENT,
  authMethod: "password_session",
  address: "192.0.2.1",
  userAgent: "Browser",
  openedAt: "2026-11-21T08:00:00.000Z",
  consentedAt: "2026-11-21T08:01:00.000Z",
  signedAt: "2026-11-21T08:02:00.000Z",
  termsHash: sha256Tag("terms"),
  documentHash: sha256Tag("text"),
};

function chainOf(count: number): SealedSignature[] {
  const chain: SealedSignature[] = [];
  for (let index = 0; index < count; index++) {
    const evidence = { ...EVIDENCE, party: index % 2 === 0 ? "provider" : "buyer", userId: `u${index}` };
    const prevHash = chain.at(-1)?.hash ?? CHAIN_START;
    chain.push({ ...evidence, document: "text", prevHash, hash: evidenceHash(evidence, prevHash) });
  }
  return chain;
}

const TERMS = () => sha256Tag("terms");

describe("the chain of signatures", () => {
  test.each([0, 1, 2, 5])("of %i holds, in whatever order it is read", (count) => {
    const chain = chainOf(count);
    expect(verifyChain(chain, TERMS)).toEqual({ intact: true, faults: [] });
    expect(verifyChain([...chain].reverse(), TERMS).intact).toBe(true);
  });

  test("shows any altered member of any signature", () => {
    const members = Object.keys(EVIDENCE) as (keyof SignatureEvidence)[];
    fc.assert(
      fc.property(
        fc.nat(2),
        fc.constantFrom(...members),
        fc.string({ minLength: 1 }),
        (at, member, value) => {
          const chain = chainOf(3);
          fc.pre(chain[at]?.[member] !== value);
          const altered = chain.map((one, index) => (index === at ? { ...one, [member]: value } : one));
          expect(verifyChain(altered, TERMS).intact).toBe(false);
        },
      ),
    );
  });

  test.each([
    ["another text", (one: SealedSignature) => ({ ...one, document: "other" }), /under another text/],
    [
      "a new seal on old evidence",
      (one: SealedSignature) => ({ ...one, hash: sha256Tag("x") }),
      /differs from its seal/,
    ],
  ])("shows %s", (_name, alter, message) => {
    const [first, second] = chainOf(2);
    if (!first || !second) throw new Error("two signatures");
    expect(verifyChain([first, alter(second)], TERMS).faults.join()).toMatch(message);
  });

  test("shows a signature that was left out, and terms that were changed", () => {
    expect(verifyChain(chainOf(3).slice(1), TERMS).faults).toEqual([
      "A signature is missing from the chain or stands outside it.",
    ]);
    expect(verifyChain(chainOf(1), () => sha256Tag("other terms")).faults).toEqual([
      "The provider's signature lies under other terms.",
    ]);
  });

  test("ends even where somebody made a ring of it", () => {
    const [one] = chainOf(1);
    if (!one) throw new Error("one signature");
    const ring = { ...one, hash: CHAIN_START };
    expect(verifyChain([ring, ring], TERMS).intact).toBe(false);
  });
});
