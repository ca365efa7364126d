import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ALWAYS } from "../../../domain/identity/granting.ts";
import { composable, may } from "../../../domain/identity/permissions.ts";
import { PageHead } from "../../components/page-head.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { Matrix } from "./matrix.tsx";
import { OwnRoles } from "./own-roles.tsx";
import { RemoveCustomRoleDocument, RolesDocument, SaveCustomRoleDocument } from "./roles.graphql.ts";

export const handle = {
  crumbs: () => [{ label: "Organisation", href: "/organisation" }, { label: "Roles" }],
};
export const meta: MetaFunction = () => [{ title: "Roles · Engine Room" }];

export type RoleAnswer = {
  message: string;
  issues: readonly { field: string; message: string }[];
  typed: { name: string; permissions: readonly string[] };
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = requireViewer({ request, context });
  const page = await query({ request, context }, RolesDocument, {});
  const edit = new URL(request.url).searchParams.get("edit");
  const isBase = (one: string) => ALWAYS.some((always) => always === one);
  return {
    ...page,
    mayMake: may(viewer, "role:manage"),
    editing: page.organizationRoles.find((one) => one.isCustom && one.value === edit) ?? null,
    composable: composable(viewer.organizationKind).filter((one) => may(viewer, one) && !isBase(one)),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const door = { request, context };
  requireViewer(door);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  if (text("intent") === "remove") {
    const input = { roleId: text("roleId") };
    const { removeCustomRole } = await query(door, RemoveCustomRoleDocument, { input });
    return "message" in removeCustomRole
      ? refused({ message: removeCustomRole.message, issues: [], typed: { name: "", permissions: [] } })
      : redirect("/organisation/roles#own");
  }
  const typed = { name: text("name"), permissions: form.getAll("permissions").map(String) };
  const input = {
    ...typed,
    roleId: text("roleId") || null,
    idempotencyKey: text("idempotencyKey") || null,
  };
  const { saveCustomRole: answer } = await query(door, SaveCustomRoleDocument, { input });
  if (!("message" in answer)) return redirect("/organisation/roles#own");
  return refused({ message: answer.message, issues: "issues" in answer ? answer.issues : [], typed });
}

const refused = (answer: RoleAnswer) => data(answer, { status: 409 });

export type Data = Awaited<ReturnType<typeof loader>>;

export default function Roles() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as RoleAnswer | undefined;
  return (
    <>
      <PageHead
        title="Who may do what"
        lead={`The roles of ${page.organization.name}. What a role does not carry, nobody who has it can do.`}
      />
      <Matrix roles={page.organizationRoles} />
      {page.mayMake ? <OwnRoles page={page} answer={answer} /> : null}
    </>
  );
}
