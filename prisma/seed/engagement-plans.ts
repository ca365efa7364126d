import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { weekdays, withSaturday } from "./calendars.ts";

/** How far the statement of the last closed month has come; earlier months are all paid. */
export type LastStatement = "waits_for_buyer" | "waits_for_provider" | "invoice_open" | "paid";

/** One engagement of the story: who works for whom, and how well, month by month. */
export type EngagementPlan = {
  key: string;
  buyer: string;
  provider: string;
  moduleCode: ModuleCode;
  title: string;
  /** Country whose public holidays the contract's calendar knows. */
  country: string;
  /** Places of the buyer's with hours of their own. */
  sites?: Terms["sites"];
  /** Per cent of items in time: twelve closed months, oldest first, then the running one. */
  inTime: readonly number[];
  /** Per cent of sampled items without a fault of the provider's, over the same months. */
  faultless: readonly number[];
  /** Per cent of resolved items that come back, over the same months. */
  reopened: readonly number[];
  lastStatement: LastStatement;
  /** Days from issue to payment, and how many items there are compared with the usual. */
  paysAfterDays: number;
  /** The month that was not paid, so many before the running one; the marketplace may wait for it. */
  unpaid?: { monthsAgo: number; holdDays: number | null };
  volume: number;
  /** Months of the term; left out, two years. A shorter one has ended, and what it left behind is settled. */
  termMonths?: number;
};

const NEVER = Array.from({ length: 13 }, () => 0);

export const ENGAGEMENTS: readonly EngagementPlan[] = [
  {
    key: "halden-it",
    buyer: "halden-foods",
    provider: "quaylink-it",
    moduleCode: "it_support",
    title: "IT support for the plants and the cold store",
    country: "PL",
    sites: [
      {
        id: "gdynia-plant",
        name: "Gdynia plant",
        zone: "Europe/Warsaw",
        calendar: {
          zone: "Europe/Warsaw",
          weekly: withSaturday(weekdays("06:00", "22:00"), "06:00", "14:00"),
        },
      },
      {
        id: "lisbon-cold-store",
        name: "Lisbon cold store",
        zone: "Europe/Lisbon",
        calendar: { zone: "Europe/Lisbon", weekly: weekdays("22:00", "06:00") },
      },
    ],
    inTime: [97, 96, 98, 97, 95, 96, 94, 95, 93, 94, 93, 92, 91],
    faultless: NEVER,
    reopened: [3, 4, 2, 4, 3, 5, 6, 5, 7, 6, 8, 9, 9],
    lastStatement: "waits_for_buyer",
    paysAfterDays: 18,
    volume: 1.1,
  },
  {
    key: "orchard-health",
    buyer: "orchard-clinics",
    provider: "medara-ops",
    moduleCode: "healthcare_support",
    title: "Revenue cycle for eleven clinics",
    country: "US",
    inTime: [98.5, 98, 99, 98.5, 97, 98, 99, 98, 98.5, 97.5, 97, 97, 96],
    faultless: [96, 96, 97, 96, 95, 95.5, 96, 96, 97, 96, 94, 95, 95],
    reopened: NEVER,
    lastStatement: "invoice_open",
    paysAfterDays: 21,
    volume: 1,
  },
  {
    key: "brightline-books",
    buyer: "brightline-studio",
    provider: "ledgerwell",
    moduleCode: "bookkeeping",
    title: "Monthly books of the studio",
    country: "GB",
    inTime: [100, 99, 100, 99, 98, 99, 99, 100, 99, 99, 97, 99, 99],
    faultless: [99, 98.5, 99, 98, 98.5, 99, 98, 99, 98.5, 99, 98, 96.2, 98.5],
    reopened: NEVER,
    lastStatement: "waits_for_buyer",
    paysAfterDays: 14,
    volume: 1,
  },
  {
    key: "norrvik-payables",
    buyer: "norrvik-supply",
    provider: "tally-and-co",
    moduleCode: "bookkeeping",
    title: "Accounts payable and close",
    country: "SE",
    inTime: [96, 97, 98, 98, 98, 99, 99, 99, 100, 99, 100, 99, 99],
    faultless: [97, 98, 98, 98.5, 99, 99, 99, 99.2, 99, 99.3, 99, 99.3, 99.3],
    reopened: NEVER,
    lastStatement: "paid",
    paysAfterDays: 10,
    volume: 1.2,
  },
  {
    key: "sable-payroll",
    buyer: "sable-robotics",
    provider: "crestpay",
    moduleCode: "payroll",
    title: "Payroll for 140 people",
    country: "US",
    inTime: [100, 100, 100, 100, 86, 100, 100, 100, 100, 100, 100, 100, 100],
    faultless: [99.9, 99.9, 100, 99.9, 99, 100, 100, 99.9, 100, 100, 100, 100, 99.9],
    reopened: NEVER,
    lastStatement: "paid",
    paysAfterDays: 12,
    volume: 1,
  },
  {
    key: "tern-employment",
    buyer: "tern-logistics",
    provider: "hireborder",
    moduleCode: "employer_of_record",
    title: "Employment in Germany and Poland",
    country: "DE-BY",
    inTime: [90, 92, 94, 95, 97, 97, 98, 99, 100, 100, 100, 100, 100],
    faultless: NEVER,
    reopened: NEVER,
    lastStatement: "waits_for_provider",
    paysAfterDays: 16,
    unpaid: { monthsAgo: 2, holdDays: null },
    volume: 1,
  },
  {
    key: "norrvik-it",
    buyer: "norrvik-supply",
    provider: "bluepeak-desk",
    moduleCode: "it_support",
    title: "Service desk around the clock",
    country: "SE",
    inTime: [95, 96, 96, 97, 96, 97, 97, 98, 97, 98, 97, 98, 98],
    faultless: NEVER,
    reopened: [4, 4, 3, 3, 4, 2, 3, 2, 3, 2, 2, 3, 2],
    lastStatement: "paid",
    paysAfterDays: 9,
    volume: 0.7,
  },
  {
    key: "brightline-payroll",
    buyer: "brightline-studio",
    provider: "abacus-quay",
    moduleCode: "payroll",
    title: "Payroll by the head",
    country: "GB",
    inTime: [100, 100, 100, 100, 100, 100, 100, 86, 100, 100, 100, 100, 100],
    faultless: [100, 99.9, 100, 99.9, 100, 100, 99.9, 99, 100, 100, 100, 99.9, 100],
    reopened: NEVER,
    lastStatement: "waits_for_buyer",
    paysAfterDays: 13,
    volume: 1,
  },
  {
    key: "tern-papers",
    buyer: "tern-logistics",
    provider: "abacus-quay",
    moduleCode: "document_work",
    title: "Freight papers keyed overnight",
    country: "DE-BY",
    inTime: [98, 99, 97, 98, 96, 98, 99, 97, 95, 98, 96, 94, 97],
    faultless: [99.6, 99.7, 99.5, 99.6, 99.7, 99.5, 99.6, 99.8, 99.5, 99.1, 99.6, 99.2, 99.6],
    reopened: NEVER,
    lastStatement: "invoice_open",
    paysAfterDays: 17,
    unpaid: { monthsAgo: 3, holdDays: 9 },
    volume: 1,
  },
  {
    key: "tern-notes",
    buyer: "tern-logistics",
    provider: "vantage-clerk",
    moduleCode: "document_work",
    title: "Ten years of delivery notes",
    country: "DE-BY",
    inTime: [99, 98, 99, 98, 99, 97, 99, 88],
    faultless: [99.7, 99.6, 99.8, 99.7, 99.6, 99.7, 99.6, 99.7],
    reopened: NEVER,
    lastStatement: "paid",
    paysAfterDays: 11,
    volume: 1.4,
    termMonths: 8,
  },
];

/** Orders that have not become work: one waits for the buyer's signature, one is still being written. */
export const OPEN_ORDERS = [
  {
    key: "sable-books",
    buyer: "sable-robotics",
    provider: "ledgerwell",
    moduleCode: "bookkeeping",
    title: "Books of the Pittsburgh office",
    state: "countersigned",
    country: "US",
  },
  {
    key: "brightline-desk",
    buyer: "brightline-studio",
    provider: "harbour-desk",
    moduleCode: "it_support",
    title: "Mac desk for the studio",
    state: "draft",
    country: "GB",
  },
] as const satisfies readonly {
  key: string;
  buyer: string;
  provider: string;
  moduleCode: ModuleCode;
  title: string;
  state: "draft" | "countersigned";
  country: string;
}[];
