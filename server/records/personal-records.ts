import type { Exported } from "./organization-records.ts";

/** Read once for the person, or once for each organisation in which they have or had a place. */
export type PersonalRecord = Exported & { each: "person" | "organization" };

const ME = "(select app.user_id())";
const MINE = `t.user_id = ${ME}`;
const HERE = "(select app.org_id())";

const person = (more: Partial<Exported> = {}): PersonalRecord => ({ each: "person", rows: MINE, ...more });
const everywhere = (more: Partial<Exported> = {}): PersonalRecord => ({
  ...{ each: "organization", rows: `${MINE} and t.organization_id = ${HERE}` },
  ...more,
});

/**
 * What a person's own export holds. The work that they did belongs to their organisation: of it, the file
 * says what they did and when, and not with which data.
 */
export const PERSONAL_RECORDS: Record<string, PersonalRecord> = {
  person: person({ rows: `t.id = ${ME}`, omit: ["password_hash"] }),
  membership: person(),
  session: person({ key: "public_id", omit: ["id_hash"] }),
  sign_in_event: person(),
  known_device: person({ key: "device_hash", omit: ["device_hash"] }),
  passkey: person({ omit: ["credential_id", "public_key", "counter"] }),
  totp_factor: person({ key: "user_id", omit: ["sealed_secret", "last_step"] }),
  recovery_code: person({ omit: ["code_hash"] }),
  mailed_link: person({ key: "token_hash", omit: ["token_hash"] }),
  api_key: everywhere({ omit: ["secret_hash", "budget_minute", "budget_calls"] }),
  api_key_call: everywhere({
    rows: `t.organization_id = ${HERE} and exists (select 1 from api_key k where k.id = t.key_id
      and k.user_id = ${ME})`,
  }),
  mail_message: everywhere({
    rows: `${MINE} and t.party_id = ${HERE}`,
    omit: ["unsubscribe_hash", "unsubscribe_url"],
  }),
  mail_preference: everywhere(),
  notice_hours: everywhere(),
  warning_notice: everywhere({ rows: `${MINE} and t.party_id = ${HERE}` }),
  sso_identity: everywhere(),
  directory_person: everywhere({
    ...{
      key: "membership_id",
      rows: `t.organization_id = ${HERE} and t.membership_id in
      (select m.id from membership m where m.user_id = ${ME} and m.organization_id = ${HERE})`,
    },
  }),
  invitation: everywhere({
    rows: `t.organization_id = ${HERE} and t.accepted_by_id = ${ME}`,
    omit: ["secret_hash", "invited_by_id", "invited_by_name"],
  }),
  ownership_offer: everywhere({
    rows: `t.organization_id = ${HERE} and ${ME} in (t.from_user_id, t.to_user_id)`,
  }),
  staff_assignment: everywhere(),
  staff_access: everywhere(),
  signature: everywhere({
    rows: `${MINE} and ${HERE} in (t.organization_id, t.provider_id)`,
    omit: ["document"],
  }),
  audit_event: everywhere({
    rows: `t.actor_user_id = ${ME} and t.organization_id = ${HERE}`,
    omit: ["data", "salt", "personal_digest", "hash", "prev_hash"],
  }),
  data_export: everywhere(),
  person_erasure: person(),
};

/** Columns that name a person in records of their work; those records are their organisation's. */
export const NAMES_A_PERSON =
  /^(user_id|actor_user_id|(from|to)_user_id|owner_id|break_glass_id|subject_user_id|\w+_by_id)$/;

/** Tables with such a column that a person's file leaves out, and why. */
export const NOT_PERSONAL: Record<string, string> = {
  sign_in_challenge: "lives for minutes and holds nothing but digests",
  data_export_part: "is this file itself",
  legal_hold: "is the marketplace's own; whoever is held is told so when they ask to be erased",
  retention_rule: "is the marketplace's own",
  sso_connection: "is the organisation's; who keeps the spare key is told by its owners",
};
/** Where no other reason stands: the deed itself is in `audit_event`. */
export const WORK_DONE = "is a record of the organisation's; that you did it stands among what you did";
