import type { OrganizationKind, Role } from "../../domain/identity/viewer.ts";

export type StoryPerson = { name: string; email: string; role: Role };

export type StoryOrganisation = {
  kind: OrganizationKind;
  slug: string;
  name: string;
  country: string;
  city: string;
  zone: string;
  currency: string;
  about: string;
  people: StoryPerson[];
};

type Place = [country: string, city: string, zone: string, currency: string];

/** One address a person: who belongs to two organisations keeps that of the first. */
const ADDRESSES = new Map<string, string>();

const MARKETPLACE: StoryOrganisation = organisation({
  kind: "marketplace",
  slug: "northern-accounts",
  name: "Northern accounts",
  place: ["GB", "Leeds", "Europe/London", "USD"],
  about: "Account management for buyers and providers in Europe and the Americas.",
  people: ["Ines Okafor/account_manager", "Piotr Lund/account_manager", "Hanna Weir/admin"],
});

const BUYERS: StoryOrganisation[] = [
  buyer("halden-foods", "Halden Foods", ["PL", "Gdynia", "Europe/Warsaw", "USD"], {
    about: "Frozen fish and vegetables for supermarkets; two plants and a cold store.",
    people: ["Agata Halden/owner", "Marek Zielinski/operations_lead", "Julia Wrona/finance"],
  }),
  buyer("orchard-clinics", "Orchard Clinics", ["US", "Albany", "America/New_York", "USD"], {
    about: "Eleven outpatient clinics.",
    people: ["Denise Orchard/owner", "Tom Akers/operations_lead", "Priya Nair/finance"],
  }),
  buyer("brightline-studio", "Brightline Studio", ["GB", "London", "Europe/London", "USD"], {
    about: "Exhibition design for museums.",
    people: ["Claire Bright/owner", "Sam Whitlock/operations_lead", "Ravi Menon/finance"],
  }),
  buyer("norrvik-supply", "Norrvik Supply", ["SE", "Umeå", "Europe/Stockholm", "EUR"], {
    about: "Spare parts for forestry machines, from one warehouse to five countries.",
    people: ["Karin Norrvik/owner", "Elias Berg/operations_lead", "Stina Holm/finance"],
  }),
  buyer("sable-robotics", "Sable Robotics", ["US", "Pittsburgh", "America/New_York", "USD"], {
    about: "Robots that inspect storage tanks.",
    people: ["Noor Sable/owner", "Jesse Park/operations_lead", "Lena Ortiz/finance"],
  }),
  buyer("tern-logistics", "Tern Logistics", ["NL", "Rotterdam", "Europe/Amsterdam", "EUR"], {
    about: "Freight forwarding between the North Sea and the Baltic.",
    people: ["Bram Tern/owner", "Sofie de Wit/operations_lead", "Lars Claes/finance"],
  }),
];

const PROVIDERS: StoryOrganisation[] = [
  provider("quaylink-it", "Quaylink IT", ["PL", "Gdańsk", "Europe/Warsaw", "USD"], {
    about: "Service desk and networks for plants and warehouses, since 2011.",
    people: ["Ewa Dudek/owner", "Tomasz Reks/delivery_manager"],
  }),
  provider("medara-ops", "Medara Ops", ["PT", "Porto", "Europe/Lisbon", "USD"], {
    about: "Revenue cycle work for outpatient clinics, with nurses among the coders.",
    people: ["Rita Medara/owner", "Nuno Faria/delivery_manager"],
  }),
  provider("ledgerwell", "Ledgerwell", ["GB", "London", "Europe/London", "USD"], {
    about: "Monthly close, payables and receivables, VAT returns. London and Nairobi.",
    people: ["Grace Ledger/owner", "Daniel Mwangi/delivery_manager"],
  }),
  provider("tally-and-co", "Tally & Co", ["EE", "Tallinn", "Europe/Tallinn", "EUR"], {
    about: "Accounts payable with three-way match.",
    people: ["Kadri Tamm/owner", "Mihkel Saar/delivery_manager"],
  }),
  provider("crestpay", "Crestpay", ["US", "Austin", "America/Chicago", "USD"], {
    about: "Payroll in all fifty states, with filings and year-end forms.",
    people: ["Dolores Crest/owner", "Kevin Tran/delivery_manager"],
  }),
  provider("hireborder", "Hireborder", ["DE", "Berlin", "Europe/Berlin", "EUR"], {
    about: "Employer of record through own entities in Germany, the Netherlands and Poland.",
    people: ["Jonas Keller/owner", "Mira Vogt/delivery_manager"],
  }),
  provider("abacus-quay", "Abacus Quay", ["PH", "Manila", "Asia/Manila", "USD"], {
    about: "Bookkeeping and payroll journals from Manila and Cebu, questions answered the same day.",
    people: ["Liza Santos/owner", "Paolo Reyes/delivery_manager"],
  }),
  provider("fjordbok", "Fjordbok", ["NO", "Bergen", "Europe/Oslo", "EUR"], {
    about: "Close by the third business day for groups, and consolidation.",
    people: ["Ingrid Moe/owner", "Mihkel Saar/delivery_manager"],
  }),
  provider("bluepeak-desk", "Bluepeak Desk", ["IN", "Pune", "Asia/Kolkata", "EUR"], {
    about: "Round-the-clock desk with people who have seen a factory.",
    people: ["Anita Rao/owner", "Vikram Joshi/delivery_manager"],
  }),
  provider("harbour-desk", "Harbour Desk", ["IE", "Cork", "Europe/Dublin", "EUR"], {
    about: "Small desk for creative companies, Macs first.",
    people: ["Aoife Kearney/owner", "Sean Daly/delivery_manager"],
  }),
  provider("nimbus-helpline", "Nimbus Helpline", ["ZA", "Cape Town", "Africa/Johannesburg", "USD"], {
    about: "Service desk and customer support in the hours of Europe.",
    people: ["Thandi Nkosi/owner", "Pieter Louw/delivery_manager"],
  }),
  provider("solera-soporte", "Solera Soporte", ["MX", "Guadalajara", "America/Mexico_City", "USD"], {
    about: "Support in Spanish and English in the hours of the Americas.",
    people: ["Lucía Solera/owner", "Diego Campos/delivery_manager"],
  }),
  provider("paylane-nordic", "Paylane Nordic", ["SE", "Malmö", "Europe/Stockholm", "EUR"], {
    about: "Payroll for the Nordic countries and employment for those without an entity there.",
    people: ["Oskar Lindh/owner", "Freja Dahl/delivery_manager"],
  }),
  provider("kestrel-people", "Kestrel People", ["KE", "Nairobi", "Africa/Nairobi", "USD"], {
    about: "Remote staff, recruiting and employment in East Africa.",
    people: ["Wanjiru Kamau/owner", "Brian Otieno/delivery_manager"],
  }),
  provider("vantage-clerk", "Vantage Clerk", ["LK", "Colombo", "Asia/Colombo", "USD"], {
    about: "Keying, indexing and bank statement review, keyed twice where it matters.",
    people: ["Nimal Perera/owner", "Dilani Silva/delivery_manager"],
  }),
  provider("sourcewise", "Sourcewise", ["NL", "Utrecht", "Europe/Amsterdam", "EUR"], {
    about: "Buying desk for indirect spend.",
    people: ["Femke Vos/owner", "Ruben Bakker/delivery_manager"],
  }),
  provider("clearscrub", "Clearscrub", ["US", "Tampa", "America/New_York", "USD"], {
    about: "Claims and application files, checked blind a second time.",
    people: ["Marcus Hale/owner", "Tasha Greene/delivery_manager"],
  }),
];

/** Everyone in the demo: the marketplace first, then buyers, then providers. */
export const ORGANISATIONS: readonly StoryOrganisation[] = [MARKETPLACE, ...BUYERS, ...PROVIDERS];

export function organisationBySlug(slug: string): StoryOrganisation {
  const found = ORGANISATIONS.find((one) => one.slug === slug);
  if (!found) throw new Error(`The story knows no organisation called ${slug}.`);
  return found;
}

type Rest = { about: string; people: string[] };

function buyer(slug: string, name: string, place: Place, rest: Rest): StoryOrganisation {
  return organisation({ kind: "buyer", slug, name, place, ...rest });
}

function provider(slug: string, name: string, place: Place, rest: Rest): StoryOrganisation {
  return organisation({ kind: "provider", slug, name, place, ...rest });
}

function organisation(
  input: Rest & { kind: OrganizationKind; slug: string; name: string; place: Place },
): StoryOrganisation {
  const { place, people, ...rest } = input;
  const [country, city, zone, currency] = place;
  return { ...rest, country, city, zone, currency, people: people.map((text) => person(text, rest.slug)) };
}

function person(text: string, slug: string): StoryPerson {
  const [name = "", role = ""] = text.split("/");
  const local = name
    .normalize("NFD")
    .replace(/[^A-Za-z ]/g, "")
    .toLowerCase()
    .split(" ")
    .join(".");
  const email = ADDRESSES.get(name) ?? `${local}@${slug}.example`;
  ADDRESSES.set(name, email);
  return { name, email, role: role as Role };
}
