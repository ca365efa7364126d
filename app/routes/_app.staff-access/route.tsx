import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { isStaff } from "../../../domain/identity/viewer.ts";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { AccessTable, AssignmentTable } from "../../components/staff-reach.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { AskForm, AssignForm } from "./forms.tsx";
import {
  ApproveStaffAccessDocument,
  AskStaffAccessDocument,
  AssignStaffDocument,
  EndStaffAccessDocument,
  EndStaffAssignmentDocument,
  StaffAccessDocument,
} from "./staff-access.graphql.ts";

type Door = Pick<LoaderFunctionArgs, "request" | "context">;
type Issue = { field: string; message: string };

export const handle = { crumbs: () => [{ label: "Who reads what" }] };
export const meta: MetaFunction = () => [{ title: "Who reads what · Engine Room" }];

/** The marketplace's own page: for everybody else it is not there. */
function requireStaff(door: Door) {
  const viewer = requireViewer(door);
  if (!isStaff(viewer)) throw data({ message: "There is no such page." }, { status: 404 });
  return viewer;
}

export async function loader(door: LoaderFunctionArgs) {
  const viewer = requireStaff(door);
  const page = await query(door, StaffAccessDocument, {});
  return {
    ...page,
    mayAsk: may(viewer, "staff_access:ask"),
    mayAssign: may(viewer, "staff_assignment:set"),
    mayHold: may(viewer, "legal_hold:manage"),
    mayKeep: may(viewer, "retention:read"),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type Data = Awaited<ReturnType<typeof loader>>;
export type AccessAnswer = {
  intent: string;
  message: string;
  issues: readonly Issue[];
  typed: { organizationId: string; reason: string; hours: string };
};
type Answer = { __typename: string; message?: string; issues?: readonly Issue[] };

export async function action(door: ActionFunctionArgs) {
  requireStaff(door);
  const form = await door.request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const answer = await answerOf(door, text);
  if (answer.message === undefined) return redirect("/staff-access");
  const typed = { organizationId: text("organizationId"), reason: text("reason"), hours: text("hours") };
  const refused: AccessAnswer = {
    ...{ intent: text("intent"), message: answer.message, typed, issues: answer.issues ?? [] },
  };
  return data(refused, { status: 409 });
}

async function answerOf(door: Door, text: (name: string) => string): Promise<Answer> {
  const accessId = text("accessId");
  switch (text("intent")) {
    case "ask": {
      const hours = /^\d{1,4}$/.test(text("hours")) ? Number(text("hours")) : 0;
      const input = {
        ...{ organizationId: text("organizationId"), reason: text("reason"), hours },
        ...{ documents: text("documents") === "yes", idempotencyKey: text("idempotencyKey") || null },
      };
      return (await query(door, AskStaffAccessDocument, { input })).askStaffAccess;
    }
    case "approve":
      return (await query(door, ApproveStaffAccessDocument, { input: { accessId } })).approveStaffAccess;
    case "end":
      return (await query(door, EndStaffAccessDocument, { input: { accessId } })).endStaffAccess;
    case "assign": {
      const input = { membershipId: text("membershipId"), organizationId: text("organizationId") };
      return (await query(door, AssignStaffDocument, { input })).assignStaff;
    }
    case "unassign": {
      const input = { assignmentId: text("assignmentId") };
      return (await query(door, EndStaffAssignmentDocument, { input })).endStaffAssignment;
    }
    default:
      throw data({ message: "This page knows no such form." }, { status: 400 });
  }
}

export default function StaffAccess() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as AccessAnswer | undefined;
  const waiting = page.staffAccesses.filter((one) => one.state === "waiting").length;
  return (
    <>
      <PageHead
        title={waiting === 0 ? "Who reads what" : `${waiting} waiting for a second person`}
        lead="An organisation is read by who looks after it, and by who has a reason for a time."
      />
      {answer && answer.issues.length === 0 ? <Notice tone="error" title={answer.message} live /> : null}
      <Section title="Let in for a time" first>
        <AccessTable rows={page.staffAccesses} withOrganization mayAct />
      </Section>
      {page.mayAsk ? <AskForm page={page} answer={answer} /> : null}
      <Section title="Who looks after whom">
        <AssignmentTable rows={page.staffAssignments} withOrganization mayAct={page.mayAssign} />
        {page.mayAssign ? <AssignForm page={page} /> : null}
      </Section>
      {page.mayHold ? (
        <Section title="Legal holds" note="What is kept for now, whoever asks for it to go">
          <p>
            <Link to="/legal-holds">See and place legal holds</Link>
          </p>
          <p>
            <Link to="/erasures">Organisations that asked to be erased</Link>
          </p>
        </Section>
      ) : null}
      {page.mayKeep ? (
        <Section title="How long records are kept">
          <p>
            <Link to="/retention">See the rules and what they took</Link>
          </p>
        </Section>
      ) : null}
    </>
  );
}
