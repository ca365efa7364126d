import { SelectField } from "../../components/choice-fields.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { WAITS_FOR } from "../_app.engagements.$id.work._index/work-words.ts";

/** Where the work belongs, how it is marked, and for whom it waits from the start. */
export function PlaceFields(props: {
  sites: readonly { id: string; name: string }[];
  errorOf: (field: string) => string;
}) {
  const { sites, errorOf } = props;
  return (
    <>
      {sites.length > 0 ? (
        <SelectField
          id="work-site"
          label="Site"
          hint="Where a service level counts the site's own hours, this says which"
          name="site"
          placeholder="None"
          error={errorOf("site")}
          options={sites.map((one) => ({ value: one.id, label: one.name }))}
        />
      ) : null}
      <TextField
        id="work-tags"
        label="Tags"
        hint="With commas between"
        name="tags"
        error={errorOf("tags")}
      />
      <SelectField
        id="work-waitingOn"
        label="Waits for"
        hint="Only where it waits from the moment it was opened; its clock is paused then"
        name="waitingOn"
        placeholder="Nobody"
        error={errorOf("waitingOn")}
        options={WAITS_FOR}
      />
    </>
  );
}
