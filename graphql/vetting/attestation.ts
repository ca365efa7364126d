import { ATTESTATION_KINDS } from "../../domain/vetting/attestation.ts";
import type { AttestationSummary as Summary } from "../../domain/vetting/attestation-summary.ts";
import type { AttestationOnDay } from "../../server/vetting/attestations.read.ts";
import { builder } from "../builder.ts";

export const Attestation = builder.objectRef<AttestationOnDay>("Attestation").implement({
  description:
    "What a provider can show. `level` says how far somebody looked, `state` whether it holds today.",
  fields: (t) => ({
    kind: t.exposeString("kind"),
    name: t.exposeString("name"),
    level: t.exposeString("level", { description: "declared, evidence_seen or verified." }),
    levelName: t.exposeString("levelName"),
    issuer: t.exposeString("issuer"),
    scope: t.exposeString("scope"),
    validFrom: t.field({ type: "Date", resolve: (one) => one.validFrom }),
    validTo: t.field({ type: "Date", resolve: (one) => one.validTo }),
    state: t.exposeString("state", { description: "valid, expiring, lapsed or not_yet_valid." }),
    daysLeft: t.exposeInt("daysLeft"),
  }),
});

const LevelHeld = builder.objectRef<Summary["levels"][number]>("AttestationsOfLevel").implement({
  fields: (t) => ({ levelName: t.exposeString("levelName"), names: t.exposeStringList("names") }),
});

export const AttestationSummary = builder.objectRef<Summary>("AttestationSummary").implement({
  description: "What a list says of a provider's attestations in place of each of them.",
  fields: (t) => ({
    standing: t.exposeString("standing", {
      description: "What to know first: lapsed, expiring, holds, declared (and nobody has looked) or none.",
    }),
    name: t.exposeString("name", { nullable: true, description: "The one that lapsed or expires." }),
    daysLeft: t.exposeInt("daysLeft", {
      nullable: true,
      description: "Of that one; negative once lapsed.",
    }),
    seen: t.exposeInt("seen", { description: "How many somebody has seen or verified." }),
    levels: t.field({
      type: [LevelHeld],
      description: "What holds, each level of checking for itself.",
      resolve: ({ levels }) => levels,
    }),
  }),
});

const Kind = builder.objectRef<{ kind: string; name: string }>("AttestationKind").implement({
  fields: (t) => ({ kind: t.exposeString("kind"), name: t.exposeString("name") }),
});

builder.queryField("attestationKinds", (t) =>
  t.field({
    type: [Kind],
    authScopes: { public: true },
    resolve: () => Object.entries(ATTESTATION_KINDS).map(([kind, name]) => ({ kind, name })),
  }),
);
