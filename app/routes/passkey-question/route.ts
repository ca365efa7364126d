import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { settingCookies } from "../../session.server.ts";

export async function loader() {
  return redirect("/");
}

/** What the browser is to ask a passkey; it writes what it asked, so it is no GET. */
export async function action({ context, request }: ActionFunctionArgs) {
  const purpose = (await request.formData()).get("purpose");
  if (purpose !== "sign-in" && purpose !== "add" && purpose !== "confirm")
    return Response.json({ message: "There is no such question." }, { status: 400 });
  const question = await context.passkeyQuestion(purpose);
  if (!question) return Response.json({ message: "Not now." }, { status: 403 });
  const headers = settingCookies(question.cookies);
  headers.set("Cache-Control", "no-store");
  return Response.json(question.options, { headers });
}
