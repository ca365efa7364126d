import type { TaxIdentity } from "../../domain/identity/tax-identity.ts";

/** The company that invoices in the story: Finnish, so that one buyer is at home, some are in the Union. */
export const STORY_SELLER = {
  name: "Engine Room Oy",
  addressLine: "Kalevankatu 20",
  postalCode: "00100",
  city: "Helsinki",
  country: "FI",
  currency: "EUR",
  status: "registered",
  vatNumber: "FI32765418",
  registrationNumber: "3276541-8",
  email: "invoices@engine-room.example",
} as const satisfies TaxIdentity & { currency: string };

/** The rate that the migrations bring for it; the story is told before there is a database to ask. */
export const STORY_RATE = {
  country: "FI",
  kind: "standard",
  category: "S",
  rateBps: 2550,
  source: "Taxes in Europe Database (European Commission); arvonlisäverolaki 1501/1993, 84 §",
} as const;

const one = (
  slug: string,
  [name, addressLine, postalCode, city, country]: [string, string, string, string, string],
  vatNumber: string | null,
  registrationNumber: string | null = null,
): TaxIdentity => ({
  ...{ name, addressLine, postalCode, city, country, vatNumber, registrationNumber },
  status: vatNumber ? "registered" : "not_registered",
  email: `invoices@${slug}.example`,
});

/** How the story's companies are named on invoices, by slug. The others have not stated it yet. */
export const STORY_IDENTITIES: Readonly<Record<string, TaxIdentity>> = {
  "halden-foods": one(
    "halden-foods",
    ["Halden Foods sp. z o.o.", "ul. Portowa 8", "81-350", "Gdynia", "PL"],
    "PL5862031447",
  ),
  "orchard-clinics": one(
    "orchard-clinics",
    ["Orchard Clinics, Inc.", "48 State Street", "NY 12207", "Albany", "US"],
    null,
    "EIN 14-1870265",
  ),
  "brightline-studio": one(
    "brightline-studio",
    ["Brightline Studio Ltd", "21 Rivington Street", "EC2A 3DT", "London", "GB"],
    "GB299417306",
    "09417306",
  ),
  // The branch across the water takes the services, so its invoices are domestic to the seller.
  "norrvik-supply": one(
    "norrvik-supply",
    ["Norrvik Supply AB, filial i Finland", "Hovrättsesplanaden 4", "65100", "Vaasa", "FI"],
    "FI29184463",
    "2918446-3",
  ),
  "sable-robotics": one(
    "sable-robotics",
    ["Sable Robotics LLC", "310 Penn Avenue", "PA 15222", "Pittsburgh", "US"],
    null,
    "EIN 25-1914477",
  ),
  "tern-logistics": one(
    "tern-logistics",
    ["Tern Logistics B.V.", "Maashaven Zuidzijde 12", "3081 AE", "Rotterdam", "NL"],
    "NL861240937B01",
    "24391877",
  ),
  "quaylink-it": one(
    "quaylink-it",
    ["Quaylink IT S.A.", "ul. Długa 31", "80-827", "Gdańsk", "PL"],
    "PL5833127764",
  ),
};
