import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "../../components/button.tsx";
import { SelectField } from "../../components/choice-fields.tsx";
import { ChangedNumbers, Diff, type DiffPart } from "../../components/diff.tsx";
import { FormActions } from "../../components/form.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { CompareContractDocument } from "./compare.graphql.ts";

export const handle = {
  crumbs: (loaded: { sow: { id: string; title: string } }) => [
    { label: "Contracts", href: "/contracts" },
    { label: loaded.sow.title, href: `/contracts/${loaded.sow.id}` },
    { label: "Compare versions" },
  ],
};

export const meta: MetaFunction = () => [{ title: "Compare versions · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const from = numberOf(search.get("from")) ?? 1;
  const to = numberOf(search.get("to")) ?? from + 1;
  const answer = await query({ request, context }, CompareContractDocument, {
    id: params.id ?? "",
    from,
    to,
  });
  const { comparison, ...sow } = found(answer.statementOfWork);
  return { sow, from, to, comparison: found(comparison) };
}

function numberOf(text: string | null): number | null {
  return text && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

export default function CompareVersions() {
  const { sow, from, to, comparison } = useLoaderData<typeof loader>();
  const later = sow.versions.find((version) => version.number === to);
  const { figures, clauses } = comparison;
  return (
    <>
      <PageHead
        title={`What changed from version ${from} to ${to}`}
        lead={
          later
            ? `Version ${to} by ${later.author}, ${later.proposedBy}.${later.note ? ` “${later.note}”` : ""}`
            : null
        }
        actions={<ButtonLink to={`/contracts/${sow.id}`}>Back to the contract</ButtonLink>}
      />
      {figures.length === 0 && clauses.length === 0 ? <p>These versions say the same.</p> : null}
      {figures.length > 0 ? (
        <Section title="Changed figures" note="these decide money" first>
          <ChangedNumbers
            changes={figures.map(({ path, label, before, after }) => ({
              id: path,
              label,
              ...(before ? { before } : {}),
              ...(after ? { after } : {}),
            }))}
          />
        </Section>
      ) : null}
      {clauses.map((clause, index) => (
        <Section key={clause.id} title={clause.heading} first={figures.length === 0 && index === 0}>
          <Diff parts={clause.parts.map(partOf)} />
        </Section>
      ))}
      <Chooser numbers={sow.versions.map((version) => version.number)} from={from} to={to} />
    </>
  );
}

function Chooser({ numbers, from, to }: { numbers: readonly number[]; from: number; to: number }) {
  const options = numbers.map((number) => ({ value: String(number), label: `Version ${number}` }));
  return (
    <Section title="Compare other versions">
      <Form method="get" data-screen-only>
        <SelectField label="From" name="from" width="short" defaultValue={String(from)} options={options} />
        <SelectField label="To" name="to" width="short" defaultValue={String(to)} options={options} />
        <FormActions>
          <Button type="submit">Compare</Button>
        </FormActions>
      </Form>
    </Section>
  );
}

function partOf({ kind, text }: { kind: string; text: string }): DiffPart {
  return { kind: kind === "added" || kind === "removed" ? kind : "same", text };
}
