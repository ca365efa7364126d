import { may, type Permission } from "../identity/permissions.ts";
import type { Viewer } from "../identity/viewer.ts";
import { can, eventsFrom } from "../shared/state-machine.ts";
import { WrongParty } from "./errors.ts";
import { EVENT_PARTIES, partyOf, type SowEvent, type SowState, sowMachine } from "./statement-of-work.ts";

/**
 * What a page offers: the two ways to write a version are one action to its reader, and so are the
 * signatures.
 */
export type SowAction = "edit" | "offer" | "sign" | "withdraw" | "decline";

type Facts = { organizationId: string; providerId: string; state: SowState };

const ACTIONS: Readonly<Record<SowEvent, SowAction>> = {
  offer: "offer",
  countersign: "sign",
  sign: "sign",
  propose: "edit",
  revise: "edit",
  withdraw: "withdraw",
  decline: "decline",
};

const PERMISSIONS: Readonly<Record<SowEvent, Permission>> = {
  propose: "contract:edit",
  revise: "contract:edit",
  offer: "contract:order",
  countersign: "contract:sign",
  sign: "contract:sign",
  withdraw: "contract:edit",
  decline: "contract:edit",
};

/** The next actions of the viewer on this contract, the most likely first. */
export function nextActions(viewer: Viewer, sow: Facts): SowAction[] {
  const party = partyOf(viewer, sow);
  if (!party) return [];
  const allowed = eventsFrom(sowMachine, sow.state).filter(
    (event) => EVENT_PARTIES[event].includes(party) && may(viewer, PERMISSIONS[event]),
  );
  const order: SowAction[] = ["sign", "offer", "edit", "decline", "withdraw"];
  const actions = new Set(allowed.map((event) => ACTIONS[event]));
  return order.filter((action) => actions.has(action));
}

/** Throws WrongParty where the event belongs to the other side; the state is judged by the machine. */
export function assertParty(viewer: Viewer, input: { sow: Facts; event: SowEvent }) {
  const party = partyOf(viewer, input.sow);
  if (!party || !EVENT_PARTIES[input.event].includes(party)) throw new WrongParty(input.event);
  return party;
}

/** The event that a new version is: another draft, or a revision of what was offered. */
export function editEvent(state: SowState): "propose" | "revise" {
  return can(sowMachine, state, "propose") ? "propose" : "revise";
}
