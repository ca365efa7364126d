import { describe, expect, test } from "vitest";
import { type AskedOf, askedInWords, plainWords, wayOut } from "./account-standing.ts";

const entry = (description: string, more: Partial<AskedOf> = {}): AskedOf => ({
  ...{ description, awaiting: "user", deadline: "currently_due", errors: [] },
  ...more,
});

test.each([
  ["external_account", "a bank account to pay out to"],
  ["identity.business_details", "the company's details"],
  ["identity.business_details.id_numbers", "the company's tax or register number"],
  ["identity.business_details.address", "the company's address"],
  ["identity.attestations.terms_of_service.account", "your acceptance of Stripe's terms"],
  ["identity.individual.date_of_birth", "a person's date of birth"],
  ["person_1.relationship.representative", "who represents the company"],
  ["something.nobody_knows", "something nobody knows"],
])("%s is %s", (description, words) => {
  expect(plainWords(description)).toBe(words);
});

describe("what is asked for", () => {
  test("comes most pressing first, each once, and last what Stripe checks itself", () => {
    expect(
      askedInWords([
        entry("company.verification.document", { awaiting: "stripe", deadline: "past_due" }),
        entry("identity.business_details.address", { deadline: "eventually_due" }),
        entry("external_account"),
        entry("external_account", { deadline: "past_due", errors: ["The number is wrong."] }),
      ]),
    ).toEqual([
      {
        what: "a bank account to pay out to",
        turn: "you",
        urgency: "overdue",
        wrong: "The number is wrong.",
      },
      { what: "the company's address", turn: "you", urgency: "needed later", wrong: null },
      {
        what: "a document that proves the company",
        turn: "stripe",
        urgency: "being checked by Stripe",
        wrong: null,
      },
    ]);
  });

  const asked = askedInWords([entry("external_account")]);
  const checked = askedInWords([entry("external_account", { awaiting: "stripe" })]);
  test.each([
    [{ isClosed: true, transfersStatus: "unsupported", resolution: null, asked }, "open_new"],
    [{ isClosed: false, transfersStatus: "active", resolution: null, asked: [] }, "none"],
    [{ isClosed: false, transfersStatus: "active", resolution: null, asked: checked }, "none"],
    [{ isClosed: false, transfersStatus: "active", resolution: null, asked }, "give"],
    [{ isClosed: false, transfersStatus: "restricted", resolution: "provide_info", asked }, "give"],
    [{ isClosed: false, transfersStatus: "pending", resolution: null, asked: [] }, "wait"],
    [{ isClosed: false, transfersStatus: "restricted", resolution: null, asked: checked }, "wait"],
    [
      { isClosed: false, transfersStatus: "restricted", resolution: "contact_stripe", asked: [] },
      "contact_stripe",
    ],
    [{ isClosed: false, transfersStatus: "restricted", resolution: null, asked: [] }, "give"],
  ])("%o leads to %s", (standing, way) => {
    expect(wayOut(standing)).toBe(way);
  });
});
