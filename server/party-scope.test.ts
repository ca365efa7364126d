import { describe, expect, test } from "vitest";
import type { Viewer } from "../domain/identity/viewer.ts";
import { isId, partiesAre } from "./party-scope.ts";

const ID = "0191d3c4-7a1e-7bbb-8000-0123456789ab";
const viewer = (kind: Viewer["organizationKind"]) =>
  ({ organizationKind: kind, organizationId: ID }) as Viewer;

describe("an id", () => {
  test.each([ID, ID.toUpperCase(), "00000000-0000-0000-0000-000000000000"])("is %s", (text) => {
    expect(isId(text)).toBe(true);
  });

  test.each(["", "x", `${ID} `, `{${ID}}`, ID.replaceAll("-", ""), `${ID}\n`, ID.slice(1)])(
    "is not %j",
    (text) => {
      expect(isId(text)).toBe(false);
    },
  );
});

describe("the rows of two parties", () => {
  test("are both sides' own, by values and never by text", () => {
    const { sql, values } = partiesAre(viewer("buyer"), "w");
    expect(sql.replaceAll(/\s+/g, " ")).toBe("(w.organization_id = ?::uuid or w.provider_id = ?::uuid)");
    expect(values).toEqual([ID, ID]);
  });

  test("are those within reach for the marketplace's staff", () => {
    const { sql, values } = partiesAre(viewer("marketplace"), "w");
    expect(sql).toContain("app.staff_sees_all()");
    expect(sql).toContain("w.provider_id = any ((select app.staff_ids())::uuid[])");
    expect(values).toEqual([]);
  });
});
