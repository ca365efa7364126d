import type { Viewer } from "../identity/viewer.ts";
import { defineStateMachine } from "../shared/state-machine.ts";

export type Party = "buyer" | "provider";

export type SowState = "draft" | "offered" | "countersigned" | "active" | "withdrawn" | "declined";
export type SowEvent = "propose" | "offer" | "revise" | "countersign" | "sign" | "withdraw" | "decline";

/**
 * The life of a statement of work. `propose` writes another version of a draft; `revise` does so after the
 * offer and leads back to it, because a signature belongs to the version it was given for.
 */
export const sowMachine = defineStateMachine<SowState, SowEvent>({
  noun: "statement of work",
  initial: "draft",
  states: ["draft", "offered", "countersigned", "active", "withdrawn", "declined"],
  transitions: [
    { from: "draft", event: "propose", to: "draft" },
    { from: "draft", event: "offer", to: "offered" },
    { from: ["offered", "countersigned"], event: "revise", to: "offered" },
    { from: "offered", event: "countersign", to: "countersigned" },
    { from: "countersigned", event: "sign", to: "active" },
    { from: ["draft", "offered", "countersigned"], event: "withdraw", to: "withdrawn" },
    { from: ["offered", "countersigned"], event: "decline", to: "declined" },
  ],
});

/**
 * Who may cause which event. The provider binds itself first, so that the buyer's signature closes the
 * deal.
 */
export const EVENT_PARTIES: Readonly<Record<SowEvent, readonly Party[]>> = {
  propose: ["buyer"],
  offer: ["buyer"],
  revise: ["buyer", "provider"],
  countersign: ["provider"],
  sign: ["buyer"],
  withdraw: ["buyer"],
  decline: ["provider"],
};

/** Whose move it is, or null where nothing more is awaited. */
export function waitingFor(state: SowState): Party | null {
  switch (state) {
    case "draft":
    case "countersigned":
      return "buyer";
    case "offered":
      return "provider";
    case "active":
    case "withdrawn":
    case "declined":
      return null;
    default:
      return state satisfies never;
  }
}

/** The side the viewer acts for, or null for a stranger and for the marketplace's staff, who only read. */
export function partyOf(
  viewer: Pick<Viewer, "organizationId" | "via">,
  sow: { organizationId: string; providerId: string },
): Party | null {
  if (viewer.via === "job") return null;
  if (viewer.organizationId === sow.organizationId) return "buyer";
  if (viewer.organizationId === sow.providerId) return "provider";
  return null;
}

export function otherParty(party: Party): Party {
  return party === "buyer" ? "provider" : "buyer";
}

/** The signature that a party gives is an event of its own: the provider countersigns, the buyer signs. */
export function signatureEvent(party: Party): "countersign" | "sign" {
  return party === "provider" ? "countersign" : "sign";
}

export function isSowState(text: string): text is SowState {
  return (sowMachine.states as readonly string[]).includes(text);
}
