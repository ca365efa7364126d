import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInput } from "../../shared/refusals.ts";
import { next, TransitionRefused } from "../../shared/state-machine.ts";
import {
  answerResendInput,
  proposeResendInput,
  type ResendEvent,
  type ResendState,
  resendMachine,
} from "./wage-resend.ts";

const id = "0198f0c0-0000-7000-8000-000000000001";

describe("a wage that is sent again", () => {
  test("is never sent without an approval, in any order of events, and an end is an end", () => {
    const events = fc.array(fc.constantFrom<ResendEvent>("reject", "approve", "send", "pay", "return"));
    fc.assert(
      fc.property(events, (many) => {
        let state: ResendState = resendMachine.initial;
        const done: ResendEvent[] = [];
        for (const event of many) {
          try {
            state = next(resendMachine, state, event);
            done.push(event);
          } catch (error) {
            expect(error).toBeInstanceOf(TransitionRefused);
          }
        }
        if (done.includes("send")) expect(done.indexOf("approve")).toBeLessThan(done.indexOf("send"));
        if (done.includes("reject")) expect(done).toEqual(["reject"]);
        expect(done.filter((event) => event === "pay" || event === "return").length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test.each([
    ["gb29 6000 03", "GB29600003"],
    ["DE89370400440532013000", "DE89370400440532013000"],
  ])("takes the account %s as %s", (typed, account) => {
    expect(parseInput(proposeResendInput, { paymentId: id, account: typed }).account).toBe(account);
  });

  test.each(["", "12345", "GB29-6000", "A".repeat(35), "GB29600003; DROP"])(
    "takes no account %j",
    (typed) => {
      expect(() => parseInput(proposeResendInput, { paymentId: id, account: typed })).toThrow(
        /no account number/,
      );
    },
  );

  test.each([
    [{ approve: true }, true],
    [{ approve: false, reason: "Not his" }, true],
    [{ approve: false }, false],
    [{ approve: false, reason: "  " }, false],
  ])("the answer %j fits: %s", (answer, fits) => {
    expect(answerResendInput.safeParse({ resendId: id, ...answer }).success).toBe(fits);
  });
});
