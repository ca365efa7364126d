import type { Temporal } from "temporal-polyfill";
import { may } from "../../domain/identity/permissions.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { partySide } from "../../domain/service-levels/contest.policy.ts";
import { refuseEarlyRuling } from "../../domain/service-levels/correction.ts";
import { answersTo, type CorrectionRow } from "../../server/service-levels/correction.read.ts";
import { builder } from "../builder.ts";
import { CorrectionType } from "./correction.ts";

/** What the two sides have said to a correction, how it was ruled, and what the viewer may do next. */
builder.objectFields(CorrectionType, (t) => ({
  answerBy: t.field({
    type: "DateTime",
    description: "Until when both sides can accept or object.",
    resolve: (one) => one.answerBy,
  }),
  buyerObjectedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.buyerObjectedAt }),
  buyerObjectedBy: t.exposeString("buyerObjectedBy", { nullable: true }),
  buyerObjection: t.exposeString("buyerObjection", { nullable: true }),
  providerObjectedAt: t.field({
    type: "DateTime",
    nullable: true,
    resolve: (one) => one.providerObjectedAt,
  }),
  providerObjectedBy: t.exposeString("providerObjectedBy", { nullable: true }),
  providerObjection: t.exposeString("providerObjection", { nullable: true }),
  buyerAcceptedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.buyerAcceptedAt }),
  buyerAcceptedBy: t.exposeString("buyerAcceptedBy", { nullable: true }),
  providerAcceptedAt: t.field({
    type: "DateTime",
    nullable: true,
    resolve: (one) => one.providerAcceptedAt,
  }),
  providerAcceptedBy: t.exposeString("providerAcceptedBy", { nullable: true }),
  ruledAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.ruledAt }),
  ruledBy: t.exposeString("ruledBy", { nullable: true }),
  ruling: t.exposeString("ruling", { nullable: true }),
  mayAccept: t.boolean({
    resolve: (one, _args, context) => {
      const side = partySide(context.signedIn(), one);
      const given = side === "buyer" ? one.buyerAcceptedAt : one.providerAcceptedAt;
      return (
        one.state === "proposed" &&
        !one.superseded &&
        side !== null &&
        given === null &&
        may(context.viewer, "contest:make")
      );
    },
  }),
  mayObject: t.boolean({
    resolve: (one, _args, context) => {
      const side = partySide(context.signedIn(), one);
      return (
        one.state === "proposed" &&
        side !== null &&
        answersTo(one)[side] === null &&
        may(context.viewer, "contest:make")
      );
    },
  }),
  isRuler: t.boolean({
    description: "Whether the viewer rules on it, now or once both sides have had their say.",
    resolve: (one, _args, context) => isRuler(one, context.signedIn()),
  }),
  mayRule: t.boolean({
    description: "Whether the viewer can rule now: both sides have answered, or their time is over.",
    resolve: (one, _args, context) =>
      isRuler(one, context.signedIn()) && canBeRuled(one, context.clock.now()),
  }),
}));

function isRuler(one: CorrectionRow, viewer: Viewer): boolean {
  return one.state === "proposed" && may(viewer, "contest:rule") && one.createdById !== viewer.userId;
}

function canBeRuled(one: CorrectionRow, now: Temporal.Instant): boolean {
  try {
    refuseEarlyRuling(answersTo(one), now);
    return true;
  } catch {
    return false;
  }
}
