import { z } from "zod";
import {
  type DunningPolicy,
  type DunningPolicyStep,
  type DunningState,
  policyFault,
} from "../../domain/billing/dunning.ts";
import { isStaff } from "../../domain/identity/viewer.ts";
import { InvalidInput, NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";

const day = z
  .number()
  .int("Write whole days.")
  .min(1, "Write a day from 1.")
  .max(365, "A year is the most.");
const input = z.object({
  retryDays: z.array(day).max(9, "Nine retries are the most."),
  graceDay: day,
  suspendDay: day,
  writeOffAfterDays: day,
});

/** Where a fault of a step stands; those of retries stand at the retries. */
const FIELDS: Partial<Record<DunningState, keyof z.input<typeof input>>> = {
  grace: "graceDay",
  suspended: "suspendDay",
  written_off: "writeOffAfterDays",
};

/**
 * Sets the rules for invoices that fall due from now on; those that are being collected keep theirs.
 * Permission dunning:set, staff only; throws NotAllowed, InvalidInput with what is wrong.
 */
export const setDunningPolicy = command({
  name: "dunning_policy.set",
  permission: "dunning:set",
  run: async (deed: Deed, p: z.input<typeof input>): Promise<{ version: number }> => {
    const { retryDays, graceDay, suspendDay, writeOffAfterDays } = parseInput(input, p);
    const { tx, viewer, now } = deed;
    if (!isStaff(viewer)) throw new NotAllowed();
    const steps: DunningPolicyStep[] = [
      { state: "due", daysAfterDue: 0 },
      ...retryDays.map((days, at) => ({ state: `retry_${at + 1}` as const, daysAfterDue: days })),
      { state: "grace", daysAfterDue: graceDay },
      { state: "suspended", daysAfterDue: suspendDay },
    ];
    const policy: DunningPolicy = { steps, writeOffAfterDays };
    const fault = policyFault(policy);
    if (fault)
      throw new InvalidInput([{ field: FIELDS[fault.state] ?? "retryDays", message: fault.message }]);
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('dunning_policy', 0))::text`;
    const last = await tx.dunningPolicy.aggregate({ _max: { version: true } });
    const version = (last._max.version ?? 0) + 1;
    const { id } = await tx.dunningPolicy.create({
      data: { version, writeOffAfterDays, setByName: viewer.name, setAt: toDate(now) },
      select: { id: true },
    });
    await tx.dunningPolicyStep.createMany({
      data: steps.map((step, position) => ({ policyId: id, position, ...step })),
    });
    deed.about("dunning_policy", id, { version, retryDays, graceDay, suspendDay, writeOffAfterDays });
    return { version };
  },
});
