/** Events as another system sends them: a ticket's life, with what each says. */
export type SentEvent = Record<string, unknown> & { id: string; item: string; type: string; at: string };

/** The instant so many minutes after Monday 2 November 2026, 09:00 in São Paulo. */
export const minute = (minutes: number) =>
  new Date(Date.UTC(2026, 10, 2, 12) + minutes * 60_000).toISOString().replace(".000Z", "Z");

/** The whole life of one ticket: opened, answered, paused, resumed, details changed, resolved, closed. */
export function ticketLife(reference: string, from = 0): SentEvent[] {
  const event = (name: string, type: string, after: number, more: object = {}): SentEvent => ({
    id: `${reference}/${name}`,
    item: reference,
    type,
    at: minute(from + after),
    ...more,
  });
  return [
    event("opened", "start", 0, {
      itemType: "incident",
      title: `Ticket ${reference}`,
      priority: "P2",
      site: "sao-paulo",
      tags: ["printer"],
      fields: { impact: "high" },
    }),
    event("answered", "acknowledge", 10),
    event("waits", "pause", 20, { waitingOn: "buyer", reason: "Needs the serial number" }),
    event("goes-on", "resume", 50),
    event("raised", "priority", 55, { priority: "P1" }),
    event("moved", "update", 55, { tags: ["printer", "floor-2"], fields: { urgency: "low" } }),
    event("resolved", "stop", 90, { data: { agent: "k.lima" } }),
    event("closed", "close", 200),
  ];
}

/** So many tickets, a quarter of an hour apart. */
export function ticketLives(count: number, prefix = "T"): SentEvent[] {
  return Array.from({ length: count }, (_, n) => ticketLife(`${prefix}-${n + 1}`, n * 15)).flat();
}
