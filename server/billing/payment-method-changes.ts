import { z } from "zod";
import { autopayWording } from "../../domain/billing/autopay.ts";
import {
  ConsentOutdated,
  MethodInUse,
  MethodNotChargeable,
  PaymentUnderWay,
} from "../../domain/billing/collecting-errors.ts";
import { methodState } from "../../domain/billing/payment-method.ts";
import { NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { findSavedMethod, latestConsent, type SavedMethod } from "./payment-methods.read.ts";

const methodInput = z.object({ paymentMethodId: z.uuid({ error: "There is no such way to pay." }) });
type MethodInput = z.input<typeof methodInput>;

/**
 * Makes a saved method the one that is used first. Permission payment_method:manage; throws NotFound,
 * MethodNotChargeable where it has expired or its mandate was withdrawn.
 */
export const chooseDefaultMethod = command({
  name: "payment_method.choose",
  permission: "payment_method:manage",
  run: async (deed: Deed, input: MethodInput): Promise<null> => {
    const method = await locked(deed, input);
    refuseUnlessActive(deed, method);
    const { organizationId } = deed.viewer;
    await deed.tx.paymentMethod.updateMany({
      where: { organizationId, isDefault: true },
      data: { isDefault: false },
    });
    await deed.tx.paymentMethod.update({ where: { id: method.id }, data: { isDefault: true } });
    deed.about("payment_method", method.id, { title: method.title });
    return null;
  },
});

/**
 * Removes a saved method; the worker takes it from Stripe. Permission payment_method:manage; throws NotFound,
 * MethodInUse while automatic payment uses it, PaymentUnderWay while a payment with it is with the bank.
 */
export const removePaymentMethod = command({
  name: "payment_method.remove",
  permission: "payment_method:manage",
  run: async (deed: Deed, input: MethodInput): Promise<null> => {
    const { tx, viewer, now } = deed;
    const { organizationId } = viewer;
    const method = await locked(deed, input);
    const consent = await latestConsent(tx, organizationId);
    if (consent?.isOn && consent.paymentMethodId === method.id) throw new MethodInUse();
    const busy = await tx.paymentAttempt.findFirst({
      where: { paymentMethodId: method.id, state: { in: ["open", "processing"] } },
    });
    if (busy) throw new PaymentUnderWay(busy.state);
    await tx.paymentMethod.update({
      where: { id: method.id },
      data: { isDefault: false, removedAt: toDate(now), removedByName: viewer.name },
    });
    if (method.stripeId)
      await deed.enqueue(
        "payment_method.removed",
        { paymentMethodId: method.id, organizationId },
        `payment_method.removed:${method.id}`,
      );
    deed.about("payment_method", method.id, { title: method.title });
    return null;
  },
});

const autopayInput = methodInput.extend({ isOn: z.boolean(), wording: z.string().max(2000) });

/**
 * Switches automatic payment on or off, and keeps who agreed, when and to which words. Off by default.
 * Permission payment_method:manage; throws NotFound, ConsentOutdated where the words differ from today's,
 * and MethodNotChargeable.
 */
export const setAutopay = command({
  name: "autopay.set",
  permission: "payment_method:manage",
  run: async (deed: Deed, input: z.input<typeof autopayInput>): Promise<null> => {
    const { isOn, wording } = parseInput(autopayInput, input);
    const { tx, viewer, now } = deed;
    const method = await locked(deed, { paymentMethodId: input.paymentMethodId });
    if (isOn) {
      refuseUnlessActive(deed, method);
      if (method.kind === "bank_transfer")
        throw new MethodNotChargeable("A bank transfer is sent by you; nothing can be charged.");
      const buyer = await tx.organization.findUniqueOrThrow({ where: { id: viewer.organizationId } });
      if (wording !== autopayWording({ buyer: buyer.name, method: method.title }))
        throw new ConsentOutdated();
    }
    await tx.autopayConsent.create({
      data: {
        organizationId: viewer.organizationId,
        isOn,
        paymentMethodId: method.id,
        wording: isOn ? wording : "Automatic payment was switched off.",
        byId: viewer.userId,
        byName: viewer.name,
        at: toDate(now),
      },
    });
    deed.about("payment_method", method.id, { title: method.title, isOn });
    return null;
  },
});

async function locked(deed: Deed, input: MethodInput): Promise<SavedMethod> {
  const { paymentMethodId } = parseInput(methodInput, { paymentMethodId: input.paymentMethodId });
  const { tx, viewer, now } = deed;
  const { organizationId } = viewer;
  await tx.$queryRaw`select id from payment_method
    where organization_id = ${organizationId}::uuid and removed_at is null order by id for update`;
  const today = localDate(now, viewer.zone);
  const method = await findSavedMethod(tx, { organizationId, id: paymentMethodId, today });
  if (!method || method.state === "removed") throw new NotFound("way to pay");
  return method;
}

function refuseUnlessActive(deed: Deed, method: SavedMethod): void {
  const state = methodState(method.facts, localDate(deed.now, deed.viewer.zone));
  if (state === "expired") throw new MethodNotChargeable("This card has expired.");
  if (state === "mandate_withdrawn")
    throw new MethodNotChargeable("The mandate for this account was withdrawn.");
}
