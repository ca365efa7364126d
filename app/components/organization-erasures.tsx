import { WITHDRAW_DAYS } from "../../domain/records/erasure.ts";
import type { OrganizationErasuresQuery } from "../gql/graphql.ts";
import { Confirm } from "./confirm.tsx";
import { DataTable } from "./data-table.tsx";
import { When } from "./date-time.tsx";
import { Status } from "./status.tsx";

type Erasure = OrganizationErasuresQuery["organizationErasures"][number];

/**
 * Requests for organisations to be erased, with what stands in the way and what the reader may do about
 * it.
 */
export function OrganizationErasures({ erasures }: { erasures: readonly Erasure[] }) {
  return (
    <DataTable
      caption="Requests"
      rows={erasures}
      rowKey={(one) => one.erasureId}
      columns={[
        { key: "whom", header: "Organisation", rowHeader: true, cell: (one) => one.organization },
        {
          key: "asked",
          header: "Asked",
          cell: (one) => (
            <>
              {one.askedByName}, <When instant={one.askedAt} />
            </>
          ),
        },
        {
          key: "approved",
          header: "Approved",
          cell: (one) =>
            one.approvedByName && one.approvedAt ? (
              <>
                {one.approvedByName}, <When instant={one.approvedAt} />
              </>
            ) : (
              "Not yet"
            ),
        },
        { key: "state", header: "State", cell: (one) => <State one={one} /> },
        { key: "answer", header: "Answer", hiddenHeader: true, cell: (one) => <Answers one={one} /> },
      ]}
    />
  );
}

function State({ one }: { one: Erasure }) {
  const { doneAt, withdrawnAt, withdrawnByName, dueAt, blockers } = one;
  if (doneAt)
    return (
      <Status tone="neutral">
        Erased <When instant={doneAt} />
      </Status>
    );
  if (withdrawnAt)
    return (
      <Status tone="neutral">
        Taken back by {withdrawnByName}, <When instant={withdrawnAt} />
      </Status>
    );
  if (blockers.length > 0)
    return <Status tone="held">Waits: {blockers.map((blocker) => blocker.words).join("; ")}</Status>;
  if (!dueAt) return <Status tone="held">Waits for a second person</Status>;
  return (
    <Status tone="risk">
      Goes <When instant={dueAt} />
    </Status>
  );
}

function Answers({ one }: { one: Erasure }) {
  if (one.doneAt || one.withdrawnAt) return null;
  const hidden = { erasureId: one.erasureId };
  return (
    <>
      {one.approvedAt || one.askedByReader ? null : (
        <Confirm
          {...{ label: "Approve", size: "small", danger: true, name: "intent", value: "approve", hidden }}
          title={`Have ${one.organization} erased?`}
          confirmLabel="Approve it"
        >
          In {WITHDRAW_DAYS} days its key is destroyed and its people are out. Until then it can be taken
          back; after that by nobody.
        </Confirm>
      )}{" "}
      <Confirm
        {...{ label: "Take back", size: "small", name: "intent", value: "withdraw", hidden }}
        title={`Keep ${one.organization}?`}
        confirmLabel="Take it back"
      >
        Nothing is erased, and it can be asked for again at any time.
      </Confirm>
    </>
  );
}
