import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { AskForDataExportDocument, OpenDataExportDocument } from "./data-export.graphql.ts";
import { query } from "./graphql.server.ts";

export type ExportAnswer = { export: { message: string } };

/**
 * Answers the forms of `DataExports`: asks for a file, or opens one and goes to fetch it. Null where the form
 * is about something else.
 */
export async function answeredExport(
  door: Pick<ActionFunctionArgs, "request" | "context">,
  p: { form: FormData; kind: "ORGANIZATION" | "PERSON"; back: string },
) {
  const text = (name: string) => String(p.form.get(name) ?? "");
  if (text("intent") === "ask-export") {
    const idempotencyKey = text("idempotencyKey") || null;
    const input = { kind: p.kind, idempotencyKey };
    const { askForDataExport: answer } = await query(door, AskForDataExportDocument, { input });
    return "message" in answer ? refused(answer.message) : redirect(p.back);
  }
  if (text("intent") !== "fetch-export") return null;
  const input = { exportId: text("exportId") };
  const { openDataExport: answer } = await query(door, OpenDataExportDocument, { input });
  return answer.__typename === "MutationOpenDataExportSuccess"
    ? redirect(`/exports/${answer.data.id}`)
    : refused(answer.message);
}

function refused(message: string) {
  return data({ export: { message } } satisfies ExportAnswer, { status: 409 });
}
