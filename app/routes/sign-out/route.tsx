import { type ActionFunctionArgs, redirect } from "@remix-run/node";

export async function loader() {
  return redirect("/");
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const cookie = await context.signOut({ everywhere: form.get("everywhere") === "1" });
  return redirect("/sign-in", { headers: { "Set-Cookie": cookie } });
}
