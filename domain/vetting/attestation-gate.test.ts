import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { allModules } from "../catalogue/catalogue.ts";
import { DomainError } from "../shared/domain-error.ts";
import { type HeldAttestation, isAttestationKind } from "./attestation.ts";
import { assertAttested, missingAttestations } from "./attestation-gate.ts";
import { AttestationDeclaredOnly, AttestationLapsed, AttestationMissing } from "./errors.ts";

const day = Temporal.PlainDate.from;
const TODAY = day("2026-11-21");

function held(patch: Partial<HeldAttestation> = {}): HeldAttestation {
  return {
    kind: "iso27001",
    level: "verified",
    validFrom: day("2025-01-01"),
    validTo: day("2027-12-31"),
    ...patch,
  };
}

const lapsed = held({ validTo: day("2026-11-19") });
const lapsedEarlier = held({ validTo: day("2025-11-19") });
const future = held({ validFrom: day("2026-12-01") });
const declared = held({ level: "declared" });
const other = held({ kind: "soc2_type2" });

describe("what is missing for a signature", () => {
  test.each<[string, HeldAttestation[], string | null, string | null]>([
    ["nothing held", [], "missing", null],
    ["another kind held", [other], "missing", null],
    ["verified and valid", [held()], null, null],
    ["evidence seen and valid", [held({ level: "evidence_seen" })], null, null],
    ["expiring today still holds", [held({ validTo: TODAY })], null, null],
    ["lapsed two days ago", [lapsed], "lapsed", "2026-11-19"],
    ["two lapsed: the later one is named", [lapsedEarlier, lapsed], "lapsed", "2026-11-19"],
    ["the order of the two does not matter", [lapsed, lapsedEarlier], "lapsed", "2026-11-19"],
    ["begins next month", [future], "not_yet_valid", "2026-12-01"],
    ["only declared", [declared], "declared_only", null],
    ["lapsed, and a new one declared", [lapsed, declared], "declared_only", null],
    ["lapsed, and a new one valid", [lapsed, held()], null, null],
    ["declared and lapsed is lapsed", [held({ ...lapsed, level: "declared" })], "lapsed", "2026-11-19"],
  ])("%s", (_name, attestations, reason, date) => {
    const missing = missingAttestations({ required: ["iso27001"], held: attestations, on: TODAY });
    expect(missing.map((one) => one.reason)).toEqual(reason === null ? [] : [reason]);
    expect(missing[0]?.date?.toString() ?? null).toBe(date);
  });

  test("a kind required twice is named once", () => {
    const missing = missingAttestations({ required: ["iso27001", "iso27001"], held: [], on: TODAY });
    expect(missing).toHaveLength(1);
    expect(missing[0]?.name).toBe("ISO 27001");
  });

  test("nothing required, nothing missing", () => {
    expect(missingAttestations({ required: [], held: [lapsed], on: TODAY })).toEqual([]);
  });
});

describe("the refusal", () => {
  test.each<[string, HeldAttestation[], new (...args: never[]) => DomainError, RegExp]>([
    ["lapsed", [lapsed], AttestationLapsed, /ISO 27001 of Quaylink IT lapsed on 2026-11-19/],
    ["declared only", [declared], AttestationDeclaredOnly, /ISO 27001 of Quaylink IT is only declared/],
    ["missing", [], AttestationMissing, /Quaylink IT has no ISO 27001/],
    ["not valid yet", [future], AttestationMissing, /holds from 2026-12-01/],
  ])("%s names the attestation and the provider", (_name, attestations, refusal, sentence) => {
    const signing = () => assertAttested(inputOf(attestations));
    expect(signing).toThrow(refusal);
    expect(signing).toThrow(sentence);
  });

  test("lists every missing attestation in its details", () => {
    const input = { ...inputOf([lapsed]), required: ["iso27001", "soc2_type2"] };
    try {
      assertAttested(input);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect((error as DomainError).details).toEqual({
        attestations: [
          { kind: "iso27001", name: "ISO 27001", reason: "lapsed", date: "2026-11-19" },
          { kind: "soc2_type2", name: "SOC 2 Type 2", reason: "missing", date: null },
        ],
      });
    }
  });

  test("does not come where everything holds", () => {
    expect(() => assertAttested(inputOf([held()]))).not.toThrow();
  });

  function inputOf(attestations: HeldAttestation[]) {
    return { required: ["iso27001"], held: attestations, on: TODAY, providerName: "Quaylink IT" };
  }
});

test("every attestation that the catalogue names is a kind we know", () => {
  for (const module of allModules)
    for (const need of module.attestations) expect(isAttestationKind(need.kind), need.kind).toBe(true);
});
