export interface Engagement {
  id: string;
  buyer: string;
  provider: string;
  module: string;
  attained: number;
  target: number;
  verdict: "met" | "risk" | "breached";
  months: ReadonlyArray<number | null>;
  atRiskMinor: string;
  feeMinor: string;
  currency: string;
  statement: { tone: "met" | "risk" | "breached" | "held"; text: string };
}

export const ENGAGEMENTS: readonly Engagement[] = [
  {
    id: "halden",
    buyer: "Halden Foods",
    provider: "Quaylink IT",
    module: "IT support",
    attained: 91.4,
    target: 95,
    verdict: "breached",
    months: [97, 96, 98, 97, 95, 96, 94, 95, 93, 94, 93, 92, 91],
    atRiskMinor: "192000",
    feeMinor: "1840000",
    currency: "EUR",
    statement: { tone: "risk", text: "Oct contested" },
  },
  {
    id: "orchard",
    buyer: "Orchard Clinics",
    provider: "Medara Ops",
    module: "Healthcare support",
    attained: 96.1,
    target: 98,
    verdict: "risk",
    months: [98, 98, 99, 98, null, null, 98, 99, 98, 97, 97, 97, 96],
    atRiskMinor: "114000",
    feeMinor: "912050",
    currency: "USD",
    statement: { tone: "met", text: "Oct approved" },
  },
  {
    id: "long-name",
    buyer: "Übergrößenträger Dienstleistungsgesellschaft mbH & Co. KG, branch of Świnoujście",
    provider: "A provider whose name is also rather long",
    module: "Bookkeeping, accounts payable and monthly close",
    attained: 98.8,
    target: 99,
    verdict: "risk",
    months: [99, 99, 99, 98, 99, 99, 99, 99, 99, 99, 98, 99, 99],
    atRiskMinor: "-38000",
    feeMinor: "123456789012",
    currency: "JPY",
    statement: { tone: "held", text: "Oct waits for the buyer's answer" },
  },
  {
    id: "tern",
    buyer: "Tern Logistics",
    provider: "Hireborder",
    module: "Employer of record",
    attained: 100,
    target: 95,
    verdict: "met",
    months: [92, 94, 95, 97, 97, 98, 99, 99, 100, 100, 100, 100, 100],
    atRiskMinor: "0",
    feeMinor: "64000",
    currency: "USD",
    statement: { tone: "breached", text: "Oct overdue" },
  },
];

/** As many rows as a page shows, so that density can be judged. */
export function manyEngagements(count: number): Engagement[] {
  return Array.from({ length: count }, (_, index) => {
    const model = ENGAGEMENTS[index % 2 === 0 ? 0 : 3] as Engagement;
    return { ...model, id: `${model.id}-${index}`, buyer: `${model.buyer} ${index + 1}` };
  });
}
