import { expect, test } from "vitest";
import { type Duty, refuseSamePerson, SamePerson, SEGREGATED } from "./segregation.ts";

const duties = Object.keys(SEGREGATED) as Duty[];

test.each(duties)("%s: one person does not do both deeds", (duty) => {
  expect(() => refuseSamePerson(duty, { first: "a", second: "a" })).toThrowError(SamePerson);
  expect(() => refuseSamePerson(duty, { first: "a", second: "a" })).toThrowError(SEGREGATED[duty]);
});

test.each(duties)("%s: another person does the second, also after the product itself", (duty) => {
  expect(() => refuseSamePerson(duty, { first: "a", second: "b" })).not.toThrow();
  expect(() => refuseSamePerson(duty, { first: null, second: "b" })).not.toThrow();
});
