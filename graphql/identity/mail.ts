import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { may } from "../../domain/identity/permissions.ts";
import {
  type MailPreference,
  mailPreferences,
  setMailPreferences,
} from "../../server/identity/mail-preferences.ts";
import { type MailRow, mailRows } from "../../server/identity/mailbox.read.ts";
import { builder } from "../builder.ts";
import type { GraphQLContext } from "../context.ts";

const Mail = builder.objectRef<MailRow>("MailMessage").implement({
  description: "A message to the viewer, as it was or would have been sent.",
  fields: (t) => ({
    id: t.exposeID("id"),
    subject: t.exposeString("subject"),
    text: t.exposeString("text"),
    to: t.exposeString("to"),
    state: t.string({
      description: "waiting, sent, kept (there is no mail server) or refused.",
      resolve: (one) => one.state,
    }),
    createdAt: t.field({ type: "DateTime", resolve: (one) => one.createdAt }),
    sentAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.sentAt }),
  }),
});

const Preference = builder.objectRef<MailPreference>("MailPreference").implement({
  fields: (t) => ({
    kind: t.string({ resolve: (one) => one.kind }),
    name: t.exposeString("name"),
    wanted: t.exposeBoolean("wanted"),
  }),
});

const PreferencesSet = builder.objectRef<{ wanted: string[] }>("MailPreferencesSet").implement({
  fields: (t) => ({ wanted: t.exposeStringList("wanted") }),
});

const SetInput = builder.inputType("SetMailPreferencesInput", {
  fields: (t) => ({
    wanted: t.stringList({ required: true, description: "The kinds to get by mail; all others end." }),
    idempotencyKey: t.string(),
  }),
});

/** A person's own mailbox: without a mail server it holds links that work once, which no key may follow. */
const mailbox = (_root: unknown, _args: unknown, { viewer }: GraphQLContext) =>
  may(viewer, "warning:read") && viewer?.via !== "api_key";

builder.queryFields((t) => ({
  mailMessage: t.field({
    type: Mail,
    nullable: true,
    authScopes: mailbox,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      const viewer = context.signedIn();
      const [row] = await mailRows(context.read, { viewer, id: String(id), limit: 1, inverted: false });
      return row ?? null;
    },
  }),
  mailMessages: t.connection({
    type: Mail,
    description: "The viewer's own mail, newest first; in a session, since no key reads it.",
    authScopes: mailbox,
    resolve: (_root, args, context) =>
      resolveCursorConnection(
        { args, toCursor: (one: MailRow) => one.id, defaultSize: 25, maxSize: 100 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
          mailRows(context.read, { viewer: context.signedIn(), before, after, limit, inverted }),
      ),
  }),
  mailPreferences: t.field({
    type: [Preference],
    authScopes: { may: "warning:read" },
    resolve: (_root, _args, context) => mailPreferences(context.read, context.signedIn()),
  }),
}));

builder.mutationFields((t) => ({
  setMailPreferences: t.field({
    type: PreferencesSet,
    description: "Chooses which kinds of warnings come by mail.",
    errors: {},
    authScopes: { may: "warning:read" },
    args: { input: t.arg({ type: SetInput, required: true }) },
    resolve: (_root, { input }, context) =>
      setMailPreferences(context.caller(input.idempotencyKey), { wanted: input.wanted }),
  }),
}));
