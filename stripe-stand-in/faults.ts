/** What can go wrong with an API request. */
export type FaultKind = "reply_lost" | "status_500" | "status_429" | "slow" | "lock_timeout" | "half_body";

export type WebhookFaultKind =
  | "duplicate"
  | "delay"
  | "reorder"
  | "drop"
  | "wrong_signature"
  | "before_reply"
  /** Signed with a secret that is no longer ours and with ours, as while a secret is rotated. */
  | "two_secrets"
  /** Another event comes first, of a type that nobody has heard of. */
  | "unknown_type";

export interface Fault {
  /** All given parts have to fit; `path` may hold `*` for any run of characters. */
  match?: { method?: string; path?: string; operation?: string };
  kind: FaultKind;
  /** How many requests it hits; 1 unless told. */
  times?: number;
  delayMs?: number;
  /** For `status_500`: whether the request takes effect before it fails. */
  executed?: boolean;
  /** For `lock_timeout`: 429, or 409 as older pages of Stripe's say. */
  status?: 409 | 429;
}

export interface WebhookFault {
  webhook: WebhookFaultKind;
  eventType?: string;
  times?: number;
  delayMs?: number;
}

/** A scripted plan: the first fault that fits and has times left is used. */
export interface FaultPlan {
  add(faults: ReadonlyArray<Fault | WebhookFault>): void;
  clear(): void;
  takeFor(request: { method: string; path: string; operation: string }): Fault | undefined;
  takeForWebhook(use: { eventType: string; kinds: readonly WebhookFaultKind[] }): WebhookFault | undefined;
  pending(): ReadonlyArray<Fault | WebhookFault>;
}

const kinds: readonly string[] = [
  "reply_lost",
  "status_500",
  "status_429",
  "slow",
  "lock_timeout",
  "half_body",
];
const webhookKinds: readonly string[] = [
  "duplicate",
  "delay",
  "reorder",
  "drop",
  "wrong_signature",
  "before_reply",
  "two_secrets",
  "unknown_type",
];

export function createFaultPlan(): FaultPlan {
  let planned: Array<(Fault | WebhookFault) & { times: number }> = [];
  const take = <T extends Fault | WebhookFault>(
    found: (T & { times: number }) | undefined,
  ): T | undefined => {
    if (found === undefined) return undefined;
    found.times -= 1;
    planned = planned.filter((fault) => fault.times > 0);
    return found;
  };
  return {
    add: (faults) => {
      for (const fault of faults) {
        const known =
          "webhook" in fault ? webhookKinds.includes(fault.webhook) : kinds.includes(fault.kind);
        if (!known) throw new Error(`Unknown fault: ${JSON.stringify(fault)}`);
        planned.push({ ...fault, times: fault.times ?? 1 });
      }
    },
    clear: () => {
      planned = [];
    },
    takeFor: (request) =>
      take(planned.filter((fault) => "kind" in fault).find((fault) => fits({ fault, request }))),
    takeForWebhook: ({ eventType, kinds: wanted }) =>
      take(
        planned
          .filter((fault) => "webhook" in fault)
          .find((f) => wanted.includes(f.webhook) && (f.eventType ?? eventType) === eventType),
      ),
    pending: () => planned,
  };
}

function fits({
  fault,
  request,
}: {
  fault: Fault;
  request: { method: string; path: string; operation: string };
}) {
  const { method, path, operation } = fault.match ?? {};
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  if (operation !== undefined && operation !== request.operation) return false;
  return path === undefined || wildcard(path).test(request.path);
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
