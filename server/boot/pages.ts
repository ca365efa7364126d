import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type AppLoadContext,
  createRequestHandler,
  type RequestHandler,
  type ServerBuild,
} from "@remix-run/node";
import type { DocumentNode, ExecutionResult } from "graphql";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { RequestFacts } from "../http.ts";
import { identityDoor } from "../identity/door.ts";
import {
  acceptInvitation,
  type InvitationDeps,
  readInvitation,
} from "../identity/people/accept-invitation.ts";
import type { IdentityDeps } from "../identity/sign-in.ts";
import { builtPages } from "../own-files.ts";
import type { PageMarks, VisitorPages } from "../visitor-pages.ts";
import { sectionsOf } from "./page-sections.ts";

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
type Parts = {
  /** Pages of the catalogue are kept for visitors; development shows every edit at once and keeps none. */
  visitorPages: VisitorPages;
  identity: IdentityDeps;
  invitations: InvitationDeps;
  query: (
    viewer: Viewer | null,
    document: DocumentNode,
    variables: Record<string, unknown>,
  ) => Promise<ExecutionResult>;
  development: boolean;
};

/** The pages behind one function: built ones in production, Vite's in development. */
export async function pagesFrom(parts: Parts) {
  const vite = parts.development ? await openVite() : null;
  const handler = vite
    ? createRequestHandler(
        () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<unknown> as Promise<ServerBuild>,
        "development",
      )
    : handlerOf(await built());
  return {
    middleware: vite ? (vite.middlewares as Middleware) : null,
    close: async () => {
      await vite?.close();
    },
    handle: (request: Request, p: { viewer: Viewer | null; facts: RequestFacts; nonce: string }) => {
      const render = (marks: PageMarks) =>
        handler(
          request,
          doorFor({
            parts,
            request,
            viewer: p.viewer,
            facts: { ...p.facts, requestId: marks.requestId },
            nonce: marks.nonce,
          }),
        );
      const own = { nonce: p.nonce, requestId: p.facts.requestId };
      return parts.development || p.viewer
        ? render(own)
        : parts.visitorPages.answer({ request, own, render });
    },
  };
}

/** One handler a section, made when the first of its addresses is asked for. */
function handlerOf(build: ServerBuild): RequestHandler {
  const sectionFor = sectionsOf(build);
  const handlers = new Map<ServerBuild, RequestHandler>();
  return (request, context) => {
    const section = sectionFor(new URL(request.url).pathname);
    const handler = handlers.get(section) ?? createRequestHandler(section, "production");
    handlers.set(section, handler);
    return handler(request, context);
  };
}

/** What one request's loaders and actions may reach; `app/load-context.ts` is the other end of this. */
function doorFor(p: {
  parts: Parts;
  request: Request;
  viewer: Viewer | null;
  facts: RequestFacts;
  nonce: string;
}) {
  const { identity, query } = p.parts;
  const cookieHeader = p.request.headers.get("cookie");
  const door = {
    viewer: p.viewer,
    requestId: p.facts.requestId,
    nonce: p.nonce,
    async query(document: DocumentNode, variables: Record<string, unknown>) {
      const { data, errors } = await query(p.viewer, document, variables);
      // A failure of ours carries its code. What has none does not fit its type: the address asked for it.
      const seen = (errors ?? []).map(({ message, extensions: { code } }) =>
        code === undefined
          ? { message: "What this address asks for does not fit.", code: "not_valid" }
          : { message, code: String(code) },
      );
      return { data: data ?? null, errors: seen };
    },
    ...identityDoor(identity, { viewer: p.viewer, cookieHeader, facts: p.facts }),
    invitation: (secret: string) => readInvitation(p.parts.invitations, secret, p.facts),
    acceptInvitation: (input: { secret: string; name: string; password: string }) =>
      acceptInvitation(p.parts.invitations, { ...input, viewer: p.viewer, cookieHeader, facts: p.facts }),
  };
  return door as unknown as AppLoadContext;
}

async function built(): Promise<ServerBuild> {
  return (await import(builtPages)) as ServerBuild;
}

async function openVite() {
  const { createServer } = await import("vite");
  return createServer({ server: { middlewareMode: true }, appType: "custom" });
}
