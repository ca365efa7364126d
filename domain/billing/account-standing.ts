/** What Stripe asks for, as it was kept: see the port's Requirement. */
export type AskedOf = { description: string; awaiting: string; deadline: string; errors: string[] };

const WORDS: [RegExp, string][] = [
  [/^external_account|default_outbound_destination|payout_method/, "a bank account to pay out to"],
  [/terms_of_service|tos_acceptance/, "your acceptance of Stripe's terms"],
  [/business_details.*(id_numbers|tax_id)|company\.tax_id/, "the company's tax or register number"],
  [/business_details.*(address|registered_address)|company\.address/, "the company's address"],
  [/business_details.*(phone|telephone)|company\.phone/, "the company's telephone number"],
  [/business_details.*document|company\.verification/, "a document that proves the company"],
  [/business_profile|business_details.*(url|product_description)/, "what the company does and its website"],
  [/business_details|^company/, "the company's details"],
  [/owner/, "who owns the company"],
  [/director|executive/, "who directs the company"],
  [/representative|relationship/, "who represents the company"],
  [/date_of_birth|\.dob/, "a person's date of birth"],
  [/verification|document|identity_document/, "a document that proves who a person is"],
  [/individual|person/, "a person's details"],
  [/contact_email|\.email/, "an e-mail address"],
];

/** What a requirement is in plain words; Stripe's own name for one that we have no words for. */
export function plainWords(description: string): string {
  const found = WORDS.find(([pattern]) => pattern.test(description));
  return found ? found[1] : description.replaceAll(/[._]/g, " ");
}

export type Asked = { what: string; turn: "you" | "stripe"; urgency: string; wrong: string | null };

const URGENCY: Record<string, string> = {
  past_due: "overdue",
  currently_due: "needed now",
  eventually_due: "needed later",
};

/** What is asked for in words, the most pressing first, each once; what Stripe itself checks comes last. */
export function askedInWords(requirements: readonly AskedOf[]): Asked[] {
  const order = ["past_due", "currently_due", "eventually_due"];
  const rank = (one: AskedOf) =>
    order.indexOf(one.deadline) + (one.awaiting === "stripe" ? order.length : 0);
  const found = new Map<string, Asked>();
  for (const one of [...requirements].sort((a, b) => rank(a) - rank(b))) {
    const what = plainWords(one.description);
    const turn = one.awaiting === "stripe" ? ("stripe" as const) : ("you" as const);
    const urgency = turn === "stripe" ? "being checked by Stripe" : (URGENCY[one.deadline] ?? "needed");
    if (!found.has(what)) found.set(what, { what, turn, urgency, wrong: one.errors[0] ?? null });
  }
  return [...found.values()];
}

export type WayOut = "none" | "open_new" | "give" | "wait" | "contact_stripe";

/**
 * What the provider can do so that money reaches it: nothing, open a new account, give what is missing, wait
 * for Stripe, or write to Stripe.
 */
export function wayOut(p: {
  isClosed: boolean;
  transfersStatus: string;
  resolution: string | null;
  asked: readonly Asked[];
}): WayOut {
  if (p.isClosed) return "open_new";
  if (p.asked.some((one) => one.turn === "you")) return "give";
  if (p.transfersStatus === "active") return "none";
  if (p.resolution === "contact_stripe" || p.resolution === "no_resolution") return "contact_stripe";
  return p.transfersStatus === "pending" || p.asked.length > 0 ? "wait" : "give";
}
