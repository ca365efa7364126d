import { may } from "../../domain/identity/permissions.ts";
import { closePeriod, reopenPeriod } from "../../server/ledger/move-period-lock.ts";
import { closedThrough, type LockRow, lockHistory } from "../../server/ledger/period-lock.read.ts";
import { builder } from "../builder.ts";

const Move = builder.objectRef<LockRow>("PeriodLockMove").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    action: t.string({ description: "close or reopen", resolve: (move) => move.action }),
    closedThrough: t.field({ type: "Date", nullable: true, resolve: (move) => move.closedThrough }),
    reason: t.exposeString("reason"),
    byName: t.exposeString("byName"),
    at: t.field({ type: "DateTime", resolve: (move) => move.at }),
  }),
});

const Lock = builder.objectRef<{ closedThrough: string | null }>("PeriodLock").implement({
  description: "Through which day the books are closed, and how that came about.",
  fields: (t) => ({
    closedThrough: t.field({ type: "Date", nullable: true, resolve: (lock) => lock.closedThrough }),
    mayMove: t.boolean({ resolve: (_lock, _args, context) => may(context.viewer, "period:lock") }),
    history: t.field({
      type: [Move],
      description: "Newest first, at most 200.",
      resolve: (_lock, _args, context) => lockHistory(context.read),
    }),
  }),
});

builder.queryField("periodLock", (t) =>
  t.field({
    type: Lock,
    authScopes: { may: "ledger:read" },
    resolve: async (_root, _args, context) => ({
      closedThrough: (await closedThrough(context.read))?.toString() ?? null,
    }),
  }),
);

const CloseInput = builder.inputType("ClosePeriodInput", {
  fields: (t) => ({
    through: t.string({ required: true, description: "YYYY-MM-DD, in UTC, at most yesterday." }),
    reason: t.string({ required: true }),
    idempotencyKey: t.string(),
  }),
});

const ReopenInput = builder.inputType("ReopenPeriodInput", {
  fields: (t) => ({
    through: t.string({ description: "The day up to which they stay closed; none opens all." }),
    reason: t.string({ required: true, description: "At least ten characters." }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  closePeriod: t.field({
    type: Lock,
    description: "Closes the books through a day: nothing takes effect on it or before it any more.",
    errors: {},
    authScopes: { may: "period:lock" },
    args: { input: t.arg({ type: CloseInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, ...given } = input;
      return closePeriod(context.caller(idempotencyKey), given);
    },
  }),
  reopenPeriod: t.field({
    type: Lock,
    description: "Opens the books again, with a reason that stays.",
    errors: {},
    authScopes: { may: "period:lock" },
    args: { input: t.arg({ type: ReopenInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, ...given } = input;
      return reopenPeriod(context.caller(idempotencyKey), given);
    },
  }),
}));
