import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import { type Weekly, weekdays, withBreak, withSaturday } from "./calendars.ts";

/** What a provider offers; the fee in minor units of its currency a month, hours in the provider's zone. */
export type StoryListing = {
  provider: string;
  moduleCode: ModuleCode;
  title: string;
  summary: string;
  feeMinor: number;
  currency: string;
  languages: string[];
  /** Null is around the clock. */
  hours: Weekly | null;
  poolBps: number;
  onboardingDays: number;
};

const OFFICE = weekdays("09:00", "17:00");
const LONG = weekdays("07:00", "19:00");

export const LISTINGS: readonly StoryListing[] = [
  offer("quaylink-it", "it_support", "Service desk for plants and warehouses", 1_600_000, OFFICE, {
    summary: "Desk, networks and scanners for up to 250 people, on site within the day around the Baltic.",
    languages: ["pl", "en", "de"],
    poolBps: 1200,
  }),
  offer("bluepeak-desk", "it_support", "Round-the-clock service desk", 1_180_000, null, {
    summary: "Three shifts, 180 people supported, alarms from machines taken like calls from people.",
    languages: ["en", "hi", "sv"],
    currency: "EUR",
  }),
  offer("harbour-desk", "it_support", "Mac desk for creative teams", 740_000, OFFICE, {
    summary: "Up to 60 people, large files, colour-true screens and a human who picks up.",
    languages: ["en"],
    currency: "EUR",
    onboardingDays: 10,
  }),
  offer("nimbus-helpline", "it_support", "Service desk in the hours of Europe", 690_000, LONG, {
    summary: "Up to 150 people; first-contact resolution is what the team is paid by.",
    languages: ["en", "af", "nl"],
  }),
  offer(
    "solera-soporte",
    "it_support",
    "Bilingual desk for the Americas",
    820_000,
    weekdays("08:00", "20:00"),
    {
      summary: "Spanish and English, up to 200 people, joiners ready on their first morning.",
      languages: ["es", "en"],
    },
  ),
  offer("abacus-quay", "it_support", "Night shift for an own desk", 410_000, weekdays("20:00", "08:00"), {
    summary: "Takes over when your own people go home; hands over with notes at eight.",
    languages: ["en", "tl"],
  }),
  offer("ledgerwell", "bookkeeping", "Monthly close by business day 5", 400_000, OFFICE, {
    summary: "Payables, receivables and VAT returns, up to 400 transactions a month.",
    languages: ["en", "sw"],
    poolBps: 1200,
  }),
  offer("tally-and-co", "bookkeeping", "Accounts payable with three-way match", 310_000, OFFICE, {
    summary: "More than four of five bills pass without a hand on them; the rest come as questions.",
    languages: ["et", "en", "sv", "fi"],
    currency: "EUR",
  }),
  offer("abacus-quay", "bookkeeping", "Books and payroll journals", 164_000, weekdays("08:00", "18:00"), {
    summary: "Same-day answers, up to 300 transactions a month, two people on every account.",
    languages: ["en", "tl"],
  }),
  offer("fjordbok", "bookkeeping", "Group close by business day 3", 590_000, weekdays("08:00", "16:00"), {
    summary: "Several entities, consolidation and a pack that the board can read.",
    languages: ["no", "sv", "en"],
    currency: "EUR",
  }),
  offer("crestpay", "payroll", "Payroll in all fifty states", 520_000, weekdays("08:00", "18:00"), {
    summary: "Semi-monthly runs for up to 180 people, filings and receipts, year-end forms.",
    languages: ["en", "es"],
  }),
  offer("paylane-nordic", "payroll", "Nordic payroll", 480_000, weekdays("08:00", "16:30"), {
    summary: "Sweden, Norway, Denmark and Finland under one calendar.",
    languages: ["sv", "no", "da", "en"],
    currency: "EUR",
  }),
  offer("abacus-quay", "payroll", "Payroll preparation and checks", 220_000, weekdays("08:00", "18:00"), {
    summary: "Inputs collected, runs prepared and compared with the month before; you press pay.",
    languages: ["en", "tl"],
  }),
  offer(
    "hireborder",
    "employer_of_record",
    "Employment in Germany, Poland and the Netherlands",
    780_000,
    OFFICE,
    {
      summary: "Own entities and licences, up to 14 people, exit cost shown before anyone is hired.",
      languages: ["de", "en", "pl", "nl"],
      currency: "EUR",
    },
  ),
  offer("kestrel-people", "employer_of_record", "Employment in East Africa", 360_000, OFFICE, {
    summary: "Kenya, Uganda and Rwanda, up to 12 people.",
    languages: ["en", "sw"],
  }),
  offer("paylane-nordic", "employer_of_record", "Employment in the Nordic countries", 690_000, OFFICE, {
    summary: "Up to 8 people without an entity of your own.",
    languages: ["sv", "en"],
    currency: "EUR",
  }),
  offer("medara-ops", "healthcare_support", "Revenue cycle for outpatient clinics", 1_400_000, OFFICE, {
    summary: "Eligibility, claims and denials for up to 12 sites.",
    languages: ["en", "pt", "es"],
  }),
  offer("clearscrub", "healthcare_support", "Claims and denials", 990_000, weekdays("08:00", "18:00"), {
    summary: "Claims out within the day, denials sorted by cause.",
    languages: ["en"],
  }),
  offer("kestrel-people", "human_resources", "Recruiting and people's questions", 290_000, OFFICE, {
    summary: "Shortlists in ten business days and a desk for leave and benefits.",
    languages: ["en", "sw", "fr"],
  }),
  offer("hireborder", "human_resources", "Cases for teams across borders", 340_000, OFFICE, {
    summary: "Leave, benefits and policy in three countries' law.",
    languages: ["de", "en"],
    currency: "EUR",
  }),
  offer(
    "nimbus-helpline",
    "customer_support",
    "Phone and chat, ten seats",
    1_650_000,
    withSaturday(LONG, "09:00", "14:00"),
    {
      summary: "Eighty per cent answered within twenty seconds, quality checked every week.",
      languages: ["en", "nl", "de"],
    },
  ),
  offer(
    "solera-soporte",
    "customer_support",
    "Support in Spanish and English",
    1_320_000,
    weekdays("08:00", "20:00"),
    {
      summary: "Eight seats, phone, chat and mail.",
      languages: ["es", "en"],
    },
  ),
  offer("bluepeak-desk", "customer_support", "Round-the-clock chat", 870_000, null, {
    summary: "Six seats in three shifts.",
    languages: ["en", "hi"],
    currency: "EUR",
  }),
  offer("kestrel-people", "remote_staffing", "A team of five in Nairobi", 1_150_000, OFFICE, {
    summary: "Analysts and assistants, chosen against your brief, replaced within ten days.",
    languages: ["en", "sw"],
  }),
  offer(
    "bluepeak-desk",
    "remote_staffing",
    "Engineers on your team",
    1_480_000,
    weekdays("11:00", "20:00"),
    {
      summary: "Three engineers in the afternoon hours of Europe.",
      languages: ["en", "hi"],
      currency: "EUR",
    },
  ),
  offer("sourcewise", "procurement", "Buying desk for indirect spend", 610_000, OFFICE, {
    summary: "Orders out in three business days, savings confirmed by your finance.",
    languages: ["nl", "en", "de"],
    currency: "EUR",
  }),
  offer(
    "vantage-clerk",
    "document_work",
    "Keying and indexing, 20,000 pages",
    260_000,
    withSaturday(OFFICE, "09:00", "13:00"),
    {
      summary: "Back within eight business hours, critical fields keyed twice.",
      languages: ["en", "si", "ta"],
    },
  ),
  offer("abacus-quay", "document_work", "Forms keyed overnight", 210_000, weekdays("18:00", "03:00"), {
    summary: "Scans in by six, data back by morning.",
    languages: ["en", "tl"],
  }),
  offer("vantage-clerk", "underwriting_support", "Bank statement review, 400 files", 440_000, LONG, {
    summary: "True revenue, daily balances and positions in four hours.",
    languages: ["en"],
  }),
  offer(
    "clearscrub",
    "underwriting_support",
    "Files checked blind a second time",
    720_000,
    withBreak({ from: "08:00", noon: "12:00", after: "13:00", to: "19:00" }),
    {
      summary: "Every twentieth file read again by someone who has not seen the first result.",
      languages: ["en", "es"],
    },
  ),
];

type Rest = {
  summary: string;
  languages: string[];
  currency?: string;
  poolBps?: number;
  onboardingDays?: number;
};

function offer(
  provider: string,
  moduleCode: ModuleCode,
  title: string,
  feeMinor: number,
  hours: Weekly | null,
  rest: Rest,
): StoryListing {
  const usual = { currency: "USD", poolBps: 1000, onboardingDays: 20 };
  return { ...usual, provider, moduleCode, title, feeMinor, hours, ...rest };
}
