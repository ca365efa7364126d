import { expect, test } from "vitest";
import { DomainError } from "./domain-error.ts";

class SeatTaken extends DomainError {
  constructor(seat: string) {
    super({ code: "seat_taken", message: `Seat ${seat} is taken.`, field: "seat", details: { seat } });
  }
}

test("a refusal carries its own name, code, sentence, field and details", () => {
  const refusal = new SeatTaken("4A");
  expect(refusal).toBeInstanceOf(DomainError);
  expect(refusal).toBeInstanceOf(Error);
  expect(refusal).toMatchObject({
    name: "SeatTaken",
    code: "seat_taken",
    message: "Seat 4A is taken.",
    field: "seat",
    details: { seat: "4A" },
  });
});

test("a refusal without a field or details has none, and keeps its cause", () => {
  const cause = new Error("below");
  const refusal = new DomainError({ code: "x", message: "No.", cause });
  expect(refusal.field).toBeUndefined();
  expect(refusal.details).toEqual({});
  expect(refusal.cause).toBe(cause);
  expect("cause" in new DomainError({ code: "x", message: "No." })).toBe(false);
});
