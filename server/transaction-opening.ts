import { isStaff, type Viewer } from "../domain/identity/viewer.ts";

/**
 * How a transaction of a viewer begins: whom it speaks for is set in it alone, and staff take the role whose
 * reach the policies count out. Throws a TypeError where an id is not a UUID.
 */
export function beginning({ viewer, readOnly }: { viewer: Viewer; readOnly: boolean }) {
  const ids = [viewer.organizationId, viewer.userId];
  if (!ids.every((id) => UUID.test(id)))
    throw new TypeError("A transaction speaks for one organisation and one person.");
  const settings = isStaff(viewer)
    ? { name: "settings_of_staff", text: `${SETTINGS}, set_config('role', 'app_staff', true)`, values: ids }
    : { name: "settings", text: SETTINGS, values: ids };
  return { begin: readOnly ? BEGIN_READ_ONLY : BEGIN, settings };
}

export type Opening = ReturnType<typeof beginning>;

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const SETTINGS = "select set_config('app.org_id', $1, true), set_config('app.user_id', $2, true)";
const BEGIN = { name: "begin", text: "begin" };
const BEGIN_READ_ONLY = { name: "begin_read_only", text: "begin read only" };
