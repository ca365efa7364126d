/** A person's own, in whatever organisation they act: how a row of each is made for somebody. */
export const OWN_ROWS = {
  known_device:
    "insert into known_device (user_id, device_hash, last_seen_at) values ($1::uuid, 'x', now())",
  passkey: `insert into passkey (user_id, credential_id, public_key, counter, name, created_at)
    values ($1::uuid, 'x', '', 0, 'x', now())`,
  person_erasure: `insert into person_erasure (user_id, asked_at, due_at)
    values ($1::uuid, now(), now() + interval '14 days')`,
  recovery_code: "insert into recovery_code (user_id, code_hash) values ($1::uuid, 'x')",
  sign_in_event: `insert into sign_in_event (user_id, at, outcome, way, address, user_agent, is_new_device)
    values ($1::uuid, now(), 'refused', 'password', 'x', 'x', false)`,
  totp_factor: "insert into totp_factor (user_id, sealed_secret, created_at) values ($1::uuid, 'x', now())",
} as const;

export const OWN = Object.keys(OWN_ROWS) as (keyof typeof OWN_ROWS)[];

/** Known before any organisation is; no field of the API reads one of them by an id that a person gives. */
export const BEFORE_TENANTS = [
  "credit_note_counter",
  "invoice_counter",
  "mailed_link",
  "person",
  "session",
  "sign_in_challenge",
  "sign_in_throttle",
  "stripe_event",
  "stripe_pace",
];
