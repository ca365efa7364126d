import { BUSINESS_DAY_MINUTES, clockLevel } from "../default-level.ts";
import {
  claimedBySeller,
  type Metric,
  PROPOSAL,
  published,
  type ServiceModule,
} from "../service-module.ts";

const METRICS: readonly Metric[] = [
  {
    id: "order_cycle_time",
    name: "Orders issued in time",
    formula: {
      numerator: "orders issued within three business days of approval",
      denominator: "orders approved",
    },
    unit: "percent",
    direction: "higher",
    kind: "event",
    usualTarget: "95",
    usualMinimum: "85",
    source: published("One of four measures, goods and services apart", "apqc.org"),
  },
  {
    id: "electronic_approval",
    name: "Approved electronically",
    formula: { numerator: "orders approved electronically", denominator: "orders issued" },
    unit: "percent",
    direction: "higher",
    kind: "event",
    usualTarget: "98",
    usualMinimum: "90",
    source: published("One of four measures", "apqc.org"),
  },
  {
    id: "savings",
    name: "Confirmed savings",
    formula: {
      numerator: "first proposed price − price paid, confirmed by finance",
      denominator: "first proposed price",
    },
    unit: "percent",
    direction: "higher",
    kind: "money",
    usualTarget: "6",
    usualMinimum: "3",
    source: claimedBySeller("Top performers just over 6 %", "esker.com"),
  },
  {
    id: "supplier_setup_on_time",
    name: "Suppliers set up in time",
    formula: {
      numerator: "suppliers checked and set up within five business days",
      denominator: "suppliers asked for",
    },
    unit: "percent",
    direction: "higher",
    kind: "event",
    usualTarget: "95",
    usualMinimum: "85",
    source: PROPOSAL,
  },
];

export const procurement: ServiceModule = {
  code: "procurement",
  name: "Procurement",
  promise: "Orders placed in days, quotes compared side by side, and savings that finance confirms.",
  delivers: [
    "Requisitions turned into orders",
    "Quotes asked for and compared",
    "Suppliers checked and set up",
    "Savings split into realised, avoided and negotiated",
  ],
  workItemTypes: [
    {
      id: "requisition",
      name: "Requisition",
      plural: "Requisitions",
      fields: [
        { id: "category", name: "Category", kind: "text" },
        { id: "amountMinor", name: "Amount", kind: "money" },
      ],
    },
    {
      id: "purchase_order",
      name: "Purchase order",
      plural: "Purchase orders",
      fields: [
        { id: "supplier", name: "Supplier", kind: "text" },
        { id: "amountMinor", name: "Amount", kind: "money" },
      ],
    },
    {
      id: "quote_comparison",
      name: "Quote comparison",
      plural: "Quote comparisons",
      fields: [
        { id: "quotes", name: "Quotes", kind: "number" },
        { id: "savingMinor", name: "Saving", kind: "money" },
      ],
    },
    {
      id: "supplier_onboarding",
      name: "Supplier set-up",
      plural: "Supplier set-ups",
      fields: [{ id: "supplier", name: "Supplier", kind: "text" }],
    },
  ],
  metrics: METRICS,
  onboarding: [
    { party: "buyer", title: "State approval limits by category", required: true },
    { party: "buyer", title: "Hand over the supplier list and contracts", required: true },
    { party: "buyer", title: "Name who confirms savings in finance", required: true },
    { party: "provider", title: "Agree the baseline prices", required: true },
    { party: "provider", title: "Publish the buying guide", required: true },
    { party: "provider", title: "Set up the supplier check", required: true },
  ],
  attestations: [
    { kind: "iso27001", need: "customary", because: "Prices and contracts are confidential." },
    { kind: "professional_indemnity", need: "required", because: "A wrong order costs money." },
    { kind: "soc2_type2", need: "customary", because: "Orders move through the provider's systems." },
  ],
  pricing: {
    model: "share_of_result",
    unit: "a month, or a share of confirmed savings",
    note: "A share pays only for savings against a frozen baseline.",
  },
  defaultLevels: [
    clockLevel({
      id: "order_cycle_time",
      name: "Orders issued in time",
      workItemTypes: ["purchase_order"],
      target: "95",
      minimum: "85",
      weightBps: 6000,
      minimumSample: 20,
      clock: "resolve",
      targetMinutes: 3 * BUSINESS_DAY_MINUTES,
    }),
    clockLevel({
      id: "supplier_setup_on_time",
      name: "Suppliers set up in time",
      workItemTypes: ["supplier_onboarding"],
      target: "95",
      minimum: "85",
      weightBps: 4000,
      minimumSample: 5,
      clock: "resolve",
      targetMinutes: 5 * BUSINESS_DAY_MINUTES,
    }),
  ],
};
