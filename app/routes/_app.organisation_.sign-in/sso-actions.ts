import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import {
  AddSsoDomainDocument,
  CreateDirectoryTokenDocument,
  EnforceSsoDocument,
  MapDirectoryGroupDocument,
  RemoveSsoConnectionDocument,
  RemoveSsoDomainDocument,
  RevokeDirectoryTokenDocument,
  SaveSsoConnectionDocument,
  VerifySsoDomainDocument,
} from "./sign-in.graphql.ts";

type Door = Pick<ActionFunctionArgs, "request" | "context">;
type Issue = { field: string; message: string };
export type SsoAnswer = {
  /** Which form was refused, so that its words stand beside it. */
  intent: string;
  message: string;
  issues: readonly Issue[];
  typed: { domain: string; issuer: string; clientId: string; defaultRole: string; name: string };
  /** A new token of the directory, this once. */
  secret?: string;
};

type Answer = {
  __typename: string;
  message?: string;
  issues?: readonly Issue[];
  data?: { secret: string | null };
};
type Deed = (door: Door, text: (name: string) => string) => Promise<Answer>;

const DEEDS: Record<string, Deed> = {
  save: async (door, text) => {
    const input = {
      ...{ issuer: text("issuer"), clientId: text("clientId") },
      ...{ clientSecret: text("clientSecret") || null, defaultRole: text("defaultRole") || null },
    };
    return (await query(door, SaveSsoConnectionDocument, { input })).saveSsoConnection;
  },
  enforce: async (door, text) => {
    const input = { connectionId: text("connectionId"), enforced: text("enforced") === "yes" };
    return (await query(door, EnforceSsoDocument, { input })).enforceSso;
  },
  remove: async (door, text) => {
    const input = { connectionId: text("connectionId") };
    return (await query(door, RemoveSsoConnectionDocument, { input })).removeSsoConnection;
  },
  domain: async (door, text) => {
    const input = { domain: text("domain") };
    return (await query(door, AddSsoDomainDocument, { input })).addSsoDomain;
  },
  verify: async (door, text) => {
    const input = { domainId: text("domainId") };
    return (await query(door, VerifySsoDomainDocument, { input })).verifySsoDomain;
  },
  "remove-domain": async (door, text) => {
    const input = { domainId: text("domainId") };
    return (await query(door, RemoveSsoDomainDocument, { input })).removeSsoDomain;
  },
  token: async (door, text) => {
    const input = {
      ...{ name: text("name"), days: /^\d{1,6}$/.test(text("days")) ? Number(text("days")) : 0 },
      ...{ defaultRole: text("tokenRole"), idempotencyKey: text("idempotencyKey") || null },
    };
    return (await query(door, CreateDirectoryTokenDocument, { input })).createDirectoryToken;
  },
  revoke: async (door, text) => {
    const input = { tokenId: text("tokenId") };
    return (await query(door, RevokeDirectoryTokenDocument, { input })).revokeDirectoryToken;
  },
  map: async (door, text) => {
    const input = { groupId: text("groupId"), role: text("role") || null };
    return (await query(door, MapDirectoryGroupDocument, { input })).mapDirectoryGroup;
  },
};

export async function ssoAction(door: Door) {
  const form = await door.request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const intent = text("intent");
  const deed = Object.hasOwn(DEEDS, intent) ? DEEDS[intent] : undefined;
  if (!deed) throw data({ message: "This form is not known." }, { status: 400 });
  const answer = await deed(door, text);
  const typed = {
    ...{ domain: text("domain"), issuer: text("issuer"), name: text("name") },
    ...{ clientId: text("clientId"), defaultRole: text("defaultRole") || text("tokenRole") },
  };
  if (answer.data?.secret) {
    const made: SsoAnswer = { intent, message: "", issues: [], typed, secret: answer.data.secret };
    return data(made);
  }
  if (answer.message === undefined) return redirect("/organisation/sign-in");
  const refused: SsoAnswer = { intent, message: answer.message, issues: answer.issues ?? [], typed };
  return data(refused, { status: 409 });
}
