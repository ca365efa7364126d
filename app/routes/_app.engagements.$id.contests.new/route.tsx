import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { EXCLUSION_KIND_NAMES, type ExclusionKind } from "../../../domain/service-levels/contest.ts";
import { contestChoices } from "../../../domain/service-levels/contestable-level.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { RepricedTable } from "../../components/repriced-table.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { GroundsForm } from "./grounds-form.tsx";
import { NewContestDocument, OpenContestDocument, PreviewContestDocument } from "./new-contest.graphql.ts";
import { type ProposalText, proposalInput, proposalText } from "./proposal-address.ts";
import { type LevelToContest, ProposalForm } from "./proposal-form.tsx";

export const meta: MetaFunction = () => [{ title: "Contest · Engine Room" }];
export const handle = {
  crumbs: ({ id }: { id: string }) => [
    { label: "Contests and exclusions", href: `/engagements/${id}/contests` },
    { label: "New" },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const id = params.id ?? "";
  const text = proposalText(new URL(request.url).searchParams);
  const hasItem = text.workItem !== "";
  const page = await query({ request, context }, NewContestDocument, {
    id,
    workItemId: text.workItem || id,
    hasItem,
  });
  const { zone } = found(page.engagement);
  const month = text.month || found(page.orderedLevels).suggested;
  const item = hasItem ? found(page.workItem) : null;
  const levels = found(page.contestableLevels).filter(
    (one) => item === null || one.workItemTypes.includes(item.type),
  ) as LevelToContest[];
  const proposal = withDefaults({ ...text, month }, levels);
  // A stretch is priced once both its ends are there.
  const isWhole = proposal.subject !== "interval" || (proposal.from !== "" && proposal.to !== "");
  const isNamed = proposal.subject === "exclusion" || proposal.level !== "";
  const ready = (hasItem && isWhole && isNamed) || text.forecast !== "";
  const preview = ready
    ? (
        await query({ request, context }, PreviewContestDocument, {
          proposal: proposalInput(proposal, { engagementId: id, zone }),
        })
      ).contestPreview
    : null;
  return {
    id,
    zone,
    proposal,
    item,
    levels,
    price: preview?.price ?? null,
    refused: preview?.refused ?? null,
    idempotencyKey: crypto.randomUUID(),
  };
}

/** A contest is about one level: the first that it can be about, read the first way that it can be. */
function withDefaults(text: ProposalText, levels: readonly LevelToContest[]): ProposalText {
  if (text.workItem === "" || text.subject === "exclusion") return text;
  const subject = text.subject === "verdict" ? "verdict" : "interval";
  const level =
    levels.find((one) => one.levelId === text.level) ??
    levels.find((one) => contestChoices(one.reads, subject).length > 0);
  if (!level) return { ...text, subject };
  const choices = contestChoices(level.reads, subject);
  const effect = choices.find((one) => one.value === text.effect) ?? choices[0];
  return { ...text, subject, level: level.levelId, effect: effect?.value ?? text.effect };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const value = (name: string) => String(form.get(name) ?? "").trim();
  const engagementId = params.id ?? "";
  const page = await query({ request, context }, NewContestDocument, {
    id: engagementId,
    workItemId: engagementId,
    hasItem: false,
  });
  const { zone } = found(page.engagement);
  const grounds = { reason: value("reason"), evidence: value("evidence") };
  const { openContest } = await query({ request, context }, OpenContestDocument, {
    input: {
      proposal: proposalInput(proposalText(form), { engagementId, zone }),
      ...grounds,
      evidenceUrl: value("evidenceUrl") || null,
      evidenceHash: value("evidenceHash").toLowerCase() || null,
      idempotencyKey: value("idempotencyKey") || null,
    },
  });
  if (openContest.__typename === "MutationOpenContestSuccess")
    return redirect(`/contests/${openContest.data.id}`);
  const issues =
    openContest.__typename === "InvalidInput"
      ? openContest.issues
      : openContest.field
        ? [{ field: openContest.field, message: openContest.message }]
        : [];
  return data({ message: openContest.message, issues, ...grounds }, { status: 400 });
}

export default function NewContest() {
  const page = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const { proposal, item, price } = page;
  if (!item && proposal.kind !== "volume_over_forecast") return <NothingNamed id={page.id} />;
  return (
    <>
      <Section first title={titleOf(proposal, item)} note={`${monthName(proposal.month)}, ${page.zone}`}>
        <ProposalForm proposal={proposal} zone={page.zone} levels={page.levels} />
      </Section>
      {page.refused ? <Notice tone="warning" title={page.refused} live /> : null}
      {price ? (
        <Section
          title={`${monthName(proposal.month)}, re-priced`}
          note="before anything is put forward; nothing is written"
        >
          <RepricedTable
            price={price}
            caption={`${monthName(proposal.month)} as it stands and with this contest`}
          />
        </Section>
      ) : null}
      {price ? (
        <GroundsForm proposal={proposal} idempotencyKey={page.idempotencyKey} refusal={refusal} />
      ) : null}
    </>
  );
}

/** A contest begins at the work it is about; without any there is nothing to price. */
function NothingNamed({ id }: { id: string }) {
  return (
    <EmptyState
      kind="nothing-yet"
      title="Choose the work that this is about"
      action={<Link to={`/engagements/${id}/work`}>Go to the work</Link>}
    >
      Open a piece of work and contest its clock or its verdict there, or claim that{" "}
      <Link to="?kind=volume_over_forecast">the volume was over the forecast</Link>.
    </EmptyState>
  );
}

function titleOf(
  proposal: { subject: string; kind: string },
  item: { reference: string; title: string } | null,
): string {
  if (!item) return EXCLUSION_KIND_NAMES[proposal.kind as ExclusionKind] ?? "A claim";
  const about = `${item.reference}, ${item.title}`;
  if (proposal.subject === "exclusion") return `Exclusion on ${about}`;
  return proposal.subject === "verdict" ? `The verdict on ${about}` : `An interval of ${about}`;
}
