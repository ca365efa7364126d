import { accountById, activateTransfers } from "../resources/accounts.ts";
import type { Work } from "../work.ts";
import { escaped, page, webAddress } from "./html.ts";
import type { PageReply, PageRequest } from "./page.ts";

/** The page behind an account link: whoever accepts may receive transfers from then on. */
export function onboardingPage(request: PageRequest, work: Work): PageReply {
  const link = work.store.get("accountLink", request.token);
  if (link === undefined)
    return { status: 404, html: page({ title: "Not found", body: "<h1>No such link</h1>" }) };
  // A link works once and for five minutes; afterwards the platform is asked for a new one.
  const refresh = webAddress(link.refreshUrl);
  if (link.usedAt !== null || link.expiresAt <= work.now) return expired(refresh);
  const account = accountById(work, link.account);
  if (request.method !== "POST")
    return { status: 200, html: form({ name: account.display_name, error: false }) };
  if (request.form.accept !== "yes")
    return { status: 400, html: form({ name: account.display_name, error: true }) };
  activateTransfers({ account, work });
  work.store.put("accountLink", { ...link, usedAt: work.now });
  const back = webAddress(link.returnUrl);
  return back === undefined
    ? {
        status: 200,
        html: page({ title: "Done", body: "<h1>Payouts are set up</h1><p>You can close this page.</p>" }),
      }
    : { redirect: back };
}

function expired(refresh: string | undefined): PageReply {
  if (refresh !== undefined) return { redirect: refresh };
  return { status: 410, html: page({ title: "Expired", body: "<h1>This link has expired</h1>" }) };
}

function form({ name, error }: { name: string | null; error: boolean }): string {
  const alert = error
    ? '<p class="alert bad" role="alert" id="problem">Accept the terms to receive payouts.</p>'
    : "";
  const marked = error ? ' aria-invalid="true" aria-describedby="problem"' : "";
  const body = `<h1>Set up payouts</h1>
<p class="soft">${escaped(name ?? "Your organisation")} will receive its transfers here.</p>
${alert}
<form method="post">
<label><input type="checkbox" name="accept" value="yes"${marked}>I accept the test terms of service</label>
<button type="submit">Finish</button>
</form>`;
  return page({ title: `${error ? "Error: " : ""}Set up payouts`, body });
}
