import type { ClockTimelineProps } from "../../components/clock-timeline.tsx";

/** A clock that ran, waited three hours for the buyer, slept one night and is close to its target. */
export const CLOCK: ClockTimelineProps = {
  label: "Restore clock: ran 5 h 35 min of 8 business hours, paused once for the buyer, 2 h 25 min left",
  windows: [
    { start: "2026-11-19T08:00:00Z", end: "2026-11-19T16:00:00Z" },
    { start: "2026-11-20T08:00:00Z", end: "2026-11-20T16:00:00Z" },
  ],
  rows: [
    {
      label: "Restore",
      spans: [
        { start: "2026-11-19T08:24:00Z", end: "2026-11-19T10:51:00Z", kind: "running" },
        { start: "2026-11-19T10:51:00Z", end: "2026-11-19T13:51:00Z", kind: "paused" },
        { start: "2026-11-19T13:51:00Z", end: "2026-11-19T16:00:00Z", kind: "running" },
        { start: "2026-11-20T08:00:00Z", end: "2026-11-20T09:00:00Z", kind: "running" },
      ],
    },
    {
      label: "Held by",
      spans: [
        { start: "2026-11-19T08:24:00Z", end: "2026-11-19T10:51:00Z", kind: "provider", text: "provider" },
        { start: "2026-11-19T10:51:00Z", end: "2026-11-19T13:51:00Z", kind: "buyer", text: "buyer 3 h 00" },
        { start: "2026-11-19T13:51:00Z", end: "2026-11-19T16:00:00Z", kind: "provider" },
        { start: "2026-11-20T08:00:00Z", end: "2026-11-20T09:00:00Z", kind: "provider" },
      ],
    },
  ],
  events: [
    { at: "2026-11-19T08:24:00Z", text: "opened, P2" },
    { at: "2026-11-19T08:35:00Z", text: "acknowledged" },
    { at: "2026-11-19T10:51:00Z", text: "asked for VPN logs" },
    { at: "2026-11-19T13:51:00Z", text: "logs received" },
  ],
  now: { at: "2026-11-20T09:00:00Z", text: "now, Fri 10:00" },
  breach: { at: "2026-11-20T11:25:00Z", text: "breach Fri 12:25" },
};
