import { expect, test } from "vitest";
import { commandsFor, decisive, navFor } from "./navigation.ts";

const labels = (permissions: string[]) =>
  navFor({ organizationKind: "buyer", permissions }, 0).map((one) => one.label);

test("a place that a role may not see is not offered, neither as a link nor as a command", () => {
  expect(labels([])).not.toContain("Client money");
  expect(commandsFor({ organizationKind: "buyer", permissions: [] }).map((one) => one.id)).not.toContain(
    "clientMoney",
  );
  expect(labels(["client_money:read"])).toContain("Client money");
});

test("a visitor has the catalogue and the door", () => {
  expect(navFor(null, 0).map((one) => one.label)).toEqual(["Catalogue", "Sign in"]);
});

test("a page carries only the permissions that decide about places", () => {
  expect(decisive(["contract:sign", "client_money:read"])).toEqual(["client_money:read"]);
});

test("no two places have one shortcut", () => {
  const everywhere = ["buyer", "provider", "marketplace"].flatMap((organizationKind) =>
    commandsFor({ organizationKind, permissions: ["client_money:read"] }),
  );
  const byPlace = new Map(everywhere.map((one) => [one.id, one.shortcut]));
  const shortcuts = [...byPlace.values()].filter(Boolean);
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
});
