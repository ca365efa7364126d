import { Form } from "@remix-run/react";
import { Button } from "../../components/button.tsx";
import { SelectField } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { TabsNav } from "../../components/tabs-nav.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "./people.module.css";
import type { Data } from "./route.tsx";

type Person = Data["people"]["edges"][number]["node"];

/** Everybody who acts for the organisation, or did. */
export function Members({ page }: { page: Data }) {
  const { people, peopleCount: count, filter } = page;
  const rows = people.edges.map(({ node }) => node);
  const { pageInfo } = people;
  const query = (more: Record<string, string>) =>
    `?${new URLSearchParams({
      ...(filter.ended ? { ended: "1" } : {}),
      ...(filter.search ? { q: filter.search } : {}),
      ...more,
    })}`;
  return (
    <Section title="People" id="people" note="Last activity is that of a signed-in browser, to the minute">
      <TabsNav
        label="People"
        tabs={[
          {
            label: "Present",
            href: "/organisation/people",
            count: count.present,
            current: !filter.ended,
          },
          {
            label: "Ended",
            href: "/organisation/people?ended=1",
            count: count.ended,
            current: filter.ended,
          },
        ]}
      />
      <Form method="get" className={styles.form} role="search">
        {filter.ended ? <input type="hidden" name="ended" value="1" /> : null}
        <TextField label="Find by name or e-mail" name="q" defaultValue={filter.search} maxLength={100} />
        <Button type="submit">Find</Button>
      </Form>
      <DataTable
        caption="People"
        rows={rows}
        rowKey={(one) => one.membershipId}
        empty={
          filter.search ? (
            <EmptyState kind="none-found" title={`Nobody here is called “${filter.search}”`}>
              Look for a part of the name, or of the address.
            </EmptyState>
          ) : (
            <EmptyState kind="nothing-yet" title="Nobody has left">
              Whoever's place ends stands here with the day.
            </EmptyState>
          )
        }
        columns={columnsFor(page)}
      />
      <Pagination
        label="people"
        {...(pageInfo.hasPreviousPage && pageInfo.startCursor
          ? { previousHref: query({ before: pageInfo.startCursor }) }
          : {})}
        {...(pageInfo.hasNextPage && pageInfo.endCursor
          ? { nextHref: query({ after: pageInfo.endCursor }) }
          : {})}
        summary={`${rows.length} of ${filter.ended ? count.ended : count.present} shown`}
      />
    </Section>
  );
}

function columnsFor(page: Data): Column<Person>[] {
  const who: Column<Person>[] = [
    {
      key: "name",
      header: "Person",
      rowHeader: true,
      cell: (one) => (
        <>
          {one.name}
          {one.isSelf ? " (you)" : ""}
          <small>{` ${one.email}`}</small>
        </>
      ),
    },
    { key: "role", header: "Role", cell: (one) => one.roleName },
    { key: "since", header: "Since", cell: (one) => <Day date={one.since.slice(0, 10)} /> },
    {
      key: "active",
      header: "Last activity",
      cell: (one) => (one.lastActiveAt ? <When instant={one.lastActiveAt} format="short" /> : "not yet"),
    },
  ];
  if (page.filter.ended)
    return [
      ...who,
      {
        key: "ended",
        header: "Ended",
        cell: (one) => (
          <>
            {one.endedAt ? <When instant={one.endedAt} format="short" /> : null}
            <small>{one.endedByName ? ` by ${one.endedByName}` : ""}</small>
          </>
        ),
      },
    ];
  return [
    ...who,
    {
      key: "do",
      header: "Actions",
      hiddenHeader: true,
      cell: (one) => <Actions person={one} page={page} />,
    },
  ];
}

function Actions({ person, page }: { person: Person; page: Data }) {
  const { rights, organizationRoles: roles, organization } = page;
  const hidden = { membershipId: person.membershipId };
  const head = organization.kind === "marketplace" ? "admin" : "owner";
  const choices = roles
    .filter((one) => one.mayGrant && (one.value !== head || head === "admin" || person.roleValue === head))
    .map(({ value, name }) => ({ value, label: name }));
  return (
    <div className={styles.actions}>
      {rights.manage && person.mayGovern ? (
        <Confirm
          label="Change role"
          size="small"
          title={`Change the role of ${person.name}?`}
          confirmLabel="Change the role"
          name="intent"
          value="role"
          hidden={hidden}
        >
          <SelectField label="Role" name="role" defaultValue={person.roleValue} options={choices} />
          <p>It is in force at their next click.</p>
        </Confirm>
      ) : null}
      {rights.transfer && !person.isSelf && person.roleValue !== head ? (
        <OfferHead person={person} page={page} head={head} />
      ) : null}
      {rights.manage && person.mayGovern && !person.isSelf ? (
        <Confirm
          label="Remove"
          size="small"
          title={`End the place of ${person.name}?`}
          confirmLabel="Remove them"
          danger
          name="intent"
          value="remove"
          hidden={hidden}
        >
          They are signed out at once, and their API keys stop. What they did stays under their name.
        </Confirm>
      ) : null}
      {person.isSelf ? (
        <Confirm
          label="Leave"
          size="small"
          title={`Leave ${organization.name}?`}
          confirmLabel="Leave"
          danger
          name="intent"
          value="leave"
        >
          You are signed out at once and your API keys stop. Only a new invitation brings you back.
        </Confirm>
      ) : null}
    </div>
  );
}

function OfferHead({ person, page, head }: { person: Person; page: Data; head: string }) {
  const options = page.organizationRoles.map(({ value, name }) => ({
    value,
    label: value === head ? `${name} beside them` : name,
  }));
  return (
    <Confirm
      label="Hand over"
      size="small"
      title={`Offer your place to ${person.name}?`}
      confirmLabel="Offer it"
      name="intent"
      value="offer"
      hidden={{ membershipId: person.membershipId }}
    >
      <SelectField label="You are then" name="roleAfter" defaultValue={head} options={options} />
      <p>Nothing changes until they accept, within seven days.</p>
    </Confirm>
  );
}
