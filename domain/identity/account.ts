import type { InputIssue } from "../shared/refusals.ts";
import type { FactorWay } from "./second-factor.ts";
import type { SignInOutcome, SignInWay } from "./signing-in.ts";

/** What a person sees of how they sign in. Instants RFC 3339. */
export type AccountFacts = {
  email: string;
  /** The new address that has still to be confirmed; null without one. */
  pendingEmail: string | null;
  ways: FactorWay[];
  /** The authenticator app: since when, or what it takes to set one up. */
  app: { since: string } | { secret: string; uri: string; qr: Qr } | null;
  passkeys: { id: string; name: string; createdAt: string; lastUsedAt: string | null }[];
  recoveryLeft: number;
  sessions: {
    id: string;
    createdAt: string;
    expiresAt: string;
    userAgent: string;
    address: string;
    current: boolean;
  }[];
  /** Where and how somebody signed in as them or tried to, the latest first, at most fifty. */
  signIns: {
    id: string;
    at: string;
    outcome: SignInOutcome;
    way: SignInWay;
    userAgent: string;
    address: string;
    isNewDevice: boolean;
    current: boolean;
  }[];
};

/** A QR code as one path of squares of size one. */
export type Qr = { size: number; path: string };

/** What a person may change about how they sign in. */
export type AccountChange =
  | { kind: "begin_app" }
  | { kind: "confirm_app"; code: string }
  | { kind: "remove_app"; password: string }
  | { kind: "add_passkey"; name: string; response: string }
  | { kind: "rename_passkey"; id: string; name: string }
  | { kind: "remove_passkey"; id: string; password: string }
  | { kind: "renew_recovery_codes" }
  | { kind: "change_password"; current: string; next: string }
  | { kind: "change_email"; email: string }
  | { kind: "drop_email_change" }
  | { kind: "end_session"; id: string };

/** `codes` are recovery codes, shown this once; `cookies` go to the browser. */
export type AccountAnswer =
  | { outcome: "done"; cookies: string[]; codes: string[] | null }
  | { outcome: "refused"; code: string; message: string; issues: InputIssue[] };
