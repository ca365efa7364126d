import { objectionAnswerInput } from "../../domain/billing/objection.input.ts";
import {
  type ObjectionEvent,
  type ObjectionState,
  objectionMachine,
  refuseTooMuch,
} from "../../domain/billing/objection.ts";
import { refuseSamePerson } from "../../domain/identity/segregation.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { chargeStepMinor } from "../../domain/shared/currency.ts";
import { parseMoney } from "../../domain/shared/parse-money.ts";
import { InvalidInput, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { isId } from "../party-scope.ts";

type Answer = { objectionId: string; answer: string };

/**
 * The buyer takes an objection back; what is held goes out. Throws NotFound, InvalidInput,
 * TransitionRefused.
 */
export const withdrawObjection = command({
  name: "objection.withdraw",
  permission: "objection:make",
  run: (deed: Deed, input: Answer) => answer(deed, { input, event: "withdraw", side: "buyer" }),
});

/** The provider agrees: all of the amount is the buyer's. Throws as withdrawObjection. */
export const concedeObjection = command({
  name: "objection.concede",
  permission: "objection:concede",
  run: (deed: Deed, input: Answer) => answer(deed, { input, event: "concede", side: "provider" }),
});

/**
 * The account manager rules: an amount of it is given back to the buyer, or nothing. What is not granted
 * goes out to the provider, what is granted stays until a credit note has taken it. Throws as
 * withdrawObjection, and ObjectionTooLarge.
 */
export const ruleObjection = command({
  name: "objection.rule",
  permission: "objection:rule",
  run: (deed: Deed, { granted, ...input }: Answer & { granted: string }) =>
    answer(deed, { input, event: granted.trim() === "" ? "dismiss" : "uphold", side: null, granted }),
});

type Locked = {
  id: string;
  organizationId: string;
  providerId: string;
  state: ObjectionState;
  currency: string;
  amountMinor: bigint;
  openedById: string;
};

async function answer(
  deed: Deed,
  p: { input: Answer; event: ObjectionEvent; side: "buyer" | "provider" | null; granted?: string },
): Promise<{ objectionId: string }> {
  const { tx, viewer, now } = deed;
  const given = parseInput(objectionAnswerInput, p.input);
  const objection = await locked(deed, { id: given.objectionId, side: p.side });
  if (p.event !== "withdraw")
    refuseSamePerson("objection", { first: objection.openedById, second: viewer.userId });
  const state = next(objectionMachine, objection.state, p.event);
  const grantedMinor = grantedOf(objection, p);
  await tx.statementObjection.update({
    where: { id: objection.id },
    data: {
      ...{ state, answer: given.answer, grantedMinor },
      ...{ answeredById: viewer.userId, answeredByName: viewer.name, answeredAt: toDate(now) },
    },
  });
  const { providerId } = objection;
  await deed.enqueue(
    "payouts.releasable",
    { organizationId: providerId },
    `payouts.releasable:${providerId}`,
  );
  if (grantedMinor !== null)
    await deed.enqueue(
      "objection.granted",
      { objectionId: objection.id, organizationId: objection.organizationId },
      `objection.granted:${objection.id}`,
    );
  deed.about("objection", objection.id, { state, grantedMinor: grantedMinor && String(grantedMinor) });
  return { objectionId: objection.id };
}

function grantedOf(objection: Locked, p: { event: ObjectionEvent; granted?: string }): bigint | null {
  if (p.event === "concede") return objection.amountMinor;
  if (p.event !== "uphold") return null;
  const typed = parseMoney(p.granted ?? "", objection.currency);
  if (!typed.ok) throw new InvalidInput([{ field: "granted", message: typed.message }]);
  const { amountMinor } = typed.money;
  const stepMinor = chargeStepMinor(objection.currency);
  refuseTooMuch({ amountMinor, leftMinor: objection.amountMinor, what: "the objection", stepMinor });
  return amountMinor;
}

/** The objection, locked, where the viewer's side may answer it; a foreign one is not there. */
async function locked(
  { tx, viewer }: Deed,
  p: { id: string; side: "buyer" | "provider" | null },
): Promise<Locked> {
  const [row] = isId(p.id)
    ? await tx.$queryRaw<Locked[]>`
        select id, organization_id as "organizationId", provider_id as "providerId", state, currency,
               opened_by_id as "openedById", amount_minor as "amountMinor"
        from statement_objection where id = ${p.id}::uuid for update`
    : [];
  const party = p.side === "buyer" ? row?.organizationId : row?.providerId;
  const isTheirs = p.side === null ? isStaff(viewer) : party === viewer.organizationId;
  if (!row || !isTheirs) throw new NotFound("objection");
  return row;
}
