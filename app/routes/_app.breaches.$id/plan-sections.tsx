import { Link } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { Section } from "../../components/section.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import type { BreachShown } from "./route.tsx";

/**
 * What the provider stated, newest first; a plan that was sent back stays readable. Below them the misses.
 */
export function PlanSections({ breach }: { breach: BreachShown }) {
  return (
    <>
      {breach.plans.map((plan, index) => (
        <Section
          key={plan.id}
          title={index === 0 ? "Root cause and corrective action" : `Plan ${plan.number}, sent back`}
          note={
            <>
              {plan.by}, <When instant={plan.at} format="short" />
            </>
          }
        >
          <Facts
            facts={[
              { id: "kind", label: "Kind of cause", value: plan.categoryName },
              { id: "cause", label: "Cause", value: plan.cause },
              {
                id: "explains",
                label: "Explains",
                value: `${plan.explained} of ${breach.missed} missed items`,
              },
              { id: "action", label: "Action", value: plan.action },
              {
                id: "owner",
                label: "Seen to by",
                value: (
                  <>
                    {plan.owner}, until <Day date={plan.dueOn} />
                  </>
                ),
              },
              {
                id: "promise",
                label: "Promised effect",
                value: `${plan.promisedFigure} ${breach.figure.unit} in ${monthName(plan.promisedMonth)}`,
              },
            ]}
          />
        </Section>
      ))}
      <MissedItems breach={breach} />
    </>
  );
}

function MissedItems({ breach }: { breach: BreachShown }) {
  const [newest] = breach.plans;
  return (
    <Section
      title="Missed items"
      note={
        breach.missedItems.length < breach.missed
          ? `the first ${breach.missedItems.length} of ${breach.missed}`
          : `${breach.missed} in the month`
      }
    >
      <DataTable
        caption="Missed items of the month"
        rows={breach.missedItems}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "item",
            header: "Item",
            rowHeader: true,
            cell: (row) => (
              <Link to={`/work-items/${row.id}`}>
                {row.reference} {row.title}
              </Link>
            ),
          },
          { key: "priority", header: "Priority", cell: (row) => row.priority ?? "none" },
          {
            key: "explained",
            header: "Explained by the cause",
            cell: (row) => (newest?.explainedItemIds.includes(row.id) ? "yes" : "not yet"),
          },
        ]}
      />
    </Section>
  );
}
