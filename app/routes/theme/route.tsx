import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { safeNext } from "../../session.server.ts";

export async function loader() {
  return redirect("/");
}

export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const theme = String(form.get("theme"));
  const kept = theme === "light" || theme === "dark";
  const cookie = `theme=${kept ? theme : ""}; Path=/; SameSite=Lax; Max-Age=${kept ? 31_536_000 : 0}`;
  return redirect(safeNext(form.get("returnTo")), { headers: { "Set-Cookie": cookie } });
}
