import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";

/** The same for an organisation that is not there: nobody learns which one asks for its own sign-in. */
const NOT_FROM_HERE =
  "This session does not reach that organisation. Where either of the two has a sign-in of its own, sign out and " +
  "continue with that organisation.";

export async function loader() {
  return redirect("/");
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const cookie = await context.switchOrganization(String(form.get("organizationId") ?? ""));
  if (!cookie) throw data({ message: NOT_FROM_HERE }, { status: 404 });
  return redirect("/", { headers: { "Set-Cookie": cookie } });
}
