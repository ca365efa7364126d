import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";

export async function loader() {
  return redirect("/");
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const cookie = await context.switchOrganization(String(form.get("organizationId") ?? ""));
  if (!cookie) throw data({ message: "There is no such organisation." }, { status: 404 });
  return redirect("/", { headers: { "Set-Cookie": cookie } });
}
