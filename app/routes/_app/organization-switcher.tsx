import { Form } from "@remix-run/react";
import { Button } from "../../components/button.tsx";
import { SelectField } from "../../components/choice-fields.tsx";

type Membership = { organizationId: string; organization: string; role: string };

/** Shown only to people who belong to several organisations. */
export function OrganizationSwitcher({
  current,
  memberships,
}: {
  current: string;
  memberships: readonly Membership[];
}) {
  if (memberships.length < 2) return null;
  const options = memberships.map((one) => ({
    value: one.organizationId,
    label: `${one.organization} (${one.role})`,
  }));
  return (
    <Form method="post" action="/switch-organisation">
      <SelectField label="Act for" name="organizationId" defaultValue={current} options={options} />
      <Button type="submit">Switch</Button>
    </Form>
  );
}
