import { PLAIN, type WorkStream } from "./work-stream.ts";

/** Incidents and requests of a service desk. */
export const IT: readonly WorkStream[] = [
  {
    ...PLAIN,
    type: "incident",
    prefix: "INC",
    source: "service_desk",
    perMonth: { min: 66, max: 84 },
    titles: [
      "Warehouse scanners drop off the network",
      "Label printer on line 2 prints blank labels",
      "VPN asks for the password again and again",
      "Shared mailbox of sales does not open",
      "Freezer alarm system has lost its server",
      "Time clock at gate 3 shows yesterday",
      "Laptop does not wake up after an update",
      "Order import from the web shop stands still",
      "Phone of the night shift has no sound",
      "File server is full",
      "Scales at dispatch are not found",
      "Certificate of the supplier portal has run out",
    ],
    priorities: [
      { priority: "P1", weight: 4 },
      { priority: "P2", weight: 18 },
      { priority: "P3", weight: 50 },
      { priority: "P4", weight: 28 },
    ],
    level: "resolve",
    acknowledged: true,
    waits: 0.22,
    asksFor: [
      "VPN logs",
      "a photograph of the error",
      "a time when the line stands still",
      "the user's answer",
    ],
    fields: (random) => ({
      category: random.pick(["network", "hardware", "application", "access", "printing"]),
      device: `${random.pick(["LT", "PC", "SRV", "AP", "PRN"])}-${random.whole({ min: 100, max: 999 })}`,
    }),
  },
  {
    ...PLAIN,
    type: "service_request",
    prefix: "REQ",
    source: "service_desk",
    perMonth: { min: 22, max: 30 },
    titles: [
      "New laptop for a joiner",
      "Licence for drawing software",
      "Access to the quality folder",
      "Second screen",
      "Move a workplace to the first floor",
      "Close the account of a leaver",
    ],
    priorities: [
      { priority: "P3", weight: 45 },
      { priority: "P4", weight: 55 },
    ],
    level: "resolve",
    acknowledged: true,
    waits: 0.15,
    asksFor: ["the manager's approval", "the delivery address"],
    fields: (random) => ({
      catalogueItem: random.pick(["Joiner", "Leaver", "Licence", "Hardware", "Access"]),
    }),
  },
];
