import { BUSINESS_DAY_MINUTES, clockLevel } from "../default-level.ts";
import { METRIC_READING } from "../define-metric.ts";
import { PROCUREMENT_METRICS } from "../metrics/goods-and-documents.ts";
import type { ServiceModule } from "../service-module.ts";

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
        { id: "approvedElectronically", name: "Approved electronically", kind: "yes_no" },
      ],
    },
    {
      id: "quote_comparison",
      name: "Quote comparison",
      plural: "Quote comparisons",
      fields: [
        { id: "quotes", name: "Quotes", kind: "number" },
        { id: "baselineMinor", name: "First proposed price", kind: "money" },
        { id: "actualMinor", name: "Price paid", kind: "money" },
        {
          id: "savingKind",
          name: "Kind of saving",
          kind: "choice",
          choices: ["realised", "avoided", "negotiated"],
        },
        { id: "confirmedByFinance", name: "Confirmed by finance", kind: "yes_no" },
      ],
    },
    {
      id: "supplier_onboarding",
      name: "Supplier set-up",
      plural: "Supplier set-ups",
      fields: [{ id: "supplier", name: "Supplier", kind: "text" }],
    },
    METRIC_READING,
  ],
  metrics: PROCUREMENT_METRICS,
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
