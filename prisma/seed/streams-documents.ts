import { PLAIN, type WorkStream } from "./work-stream.ts";

/** Batches of freight papers, fields drawn for checking, and papers that could not be keyed. */
export const DOCUMENTS: readonly WorkStream[] = [
  {
    ...PLAIN,
    type: "batch",
    prefix: "BAT",
    perMonth: { min: 24, max: 30 },
    titles: ["Waybills of the night", "Customs declarations", "Delivery notes", "Carrier invoices"],
    level: "batch_on_time",
    waits: 0.05,
    asksFor: ["the missing pages"],
    fields: (random) => ({
      documents: random.whole({ min: 140, max: 310 }),
      exceptions: random.whole({ min: 0, max: 6 }),
    }),
  },
  {
    ...PLAIN,
    type: "field_check",
    prefix: "FLD",
    perMonth: { min: 200, max: 215 },
    titles: ["Field drawn for checking"],
    level: null,
    check: { answer: "correct" },
    fields: (random) => ({
      field: random.pick(["consignee", "weight", "tariff code", "value"]),
      characters: random.whole({ min: 4, max: 40 }),
    }),
  },
];
