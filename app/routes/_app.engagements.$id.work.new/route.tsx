import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import type { WorkItemField } from "../../../domain/catalogue/service-module.ts";
import { SelectField } from "../../components/choice-fields.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { instantOf } from "../../components/local-instant.ts";
import { fieldErrors, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TabsNav } from "../../components/tabs-nav.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import styles from "../_app.engagements.$id.work._index/work.module.css";
import { tagsIn } from "../_app.engagements.$id.work._index/work-words.ts";
import { CreateWorkItemDocument, NewWorkDocument } from "./new-work.graphql.ts";
import { PlaceFields } from "./place-fields.tsx";
import { fieldValues, TypeFields } from "./type-fields.tsx";

export const meta: MetaFunction = () => [{ title: "Enter work · Engine Room" }];
export const handle = {
  crumbs: ({ engagementId }: { engagementId: string }) => [
    { label: "Work", href: `/engagements/${engagementId}/work` },
    { label: "Enter work" },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const engagementId = params.id ?? "";
  const answer = await query({ request, context }, NewWorkDocument, { id: engagementId });
  const { zone } = found(answer.engagementMonths);
  if (!answer.viewer?.permissions.includes("work:import"))
    throw data({ message: "The provider records the work." }, { status: 403 });
  const wanted = new URL(request.url).searchParams.get("type");
  const types = answer.workItemTypes as TypeShown[];
  const type = found(types.find((one) => one.id === wanted) ?? types[0]);
  const sites = answer.engagementHours?.sites ?? [];
  return { engagementId, zone, sites, types, type, idempotencyKey: crypto.randomUUID() };
}

type TypeShown = { id: string; name: string; fields: WorkItemField[] };

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const answer = await query({ request, context }, NewWorkDocument, { id: params.id ?? "" });
  const { zone } = found(answer.engagementMonths);
  const fields = (answer.workItemTypes.find((one) => one.id === text("type"))?.fields ??
    []) as WorkItemField[];
  const input = {
    engagementId: params.id ?? "",
    type: text("type"),
    title: text("title"),
    reference: text("reference") || null,
    priority: text("priority") || null,
    openedAt: instantOf(text("openedAt"), zone),
    tags: tagsIn(text("tags")),
    site: text("site") || null,
    waitingOn: text("waitingOn") || null,
    fields: fieldValues(form, fields),
    idempotencyKey: text("idempotencyKey"),
  };
  const { createWorkItem } = await query({ request, context }, CreateWorkItemDocument, { input });
  if (createWorkItem.__typename === "MutationCreateWorkItemSuccess")
    return redirect(`/work-items/${createWorkItem.data.id}`);
  const { message } = createWorkItem;
  const issues = "issues" in createWorkItem ? createWorkItem.issues : [];
  return data({ message, issues }, { status: 400 });
}

export default function NewWork() {
  const { engagementId, zone, sites, types, type, idempotencyKey } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const errorOf = fieldErrors(refusal);
  return (
    <Section first title={`Enter work: ${type.name.toLowerCase()}`} note={zone}>
      <TabsNav
        label="Kind of work"
        tabs={types.map((one) => ({
          label: one.name,
          href: `?type=${one.id}`,
          current: one.id === type.id,
        }))}
      />
      <ErrorSummary errors={summaryErrors(refusal, "work-")} />
      <Form method="post" key={type.id} className={styles.form}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <input type="hidden" name="type" value={type.id} />
        <TextField id="work-title" label="Title" name="title" required error={errorOf("title")} />
        <TextField
          id="work-reference"
          label="Reference"
          hint="Left empty, one is made"
          name="reference"
          width="short"
          error={errorOf("reference")}
        />
        <TextField
          id="work-openedAt"
          label="Opened"
          hint={`Local time in ${zone}; its clock starts here`}
          name="openedAt"
          type="datetime-local"
          required
          width="short"
          error={errorOf("openedAt")}
        />
        <SelectField
          id="work-priority"
          label="Priority"
          name="priority"
          placeholder="None"
          error={errorOf("priority")}
          options={["P1", "P2", "P3", "P4"].map((value) => ({ value, label: value }))}
        />
        <PlaceFields sites={sites} errorOf={errorOf} />
        <TypeFields fields={type.fields} errorOf={errorOf} />
        <FormActions>
          <SubmitButton>Enter work</SubmitButton>
          <Link to={`/engagements/${engagementId}/work`}>Cancel</Link>
        </FormActions>
      </Form>
    </Section>
  );
}
