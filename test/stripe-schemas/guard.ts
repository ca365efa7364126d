import type { Exchange } from "../../stripe-stand-in/server.ts";
import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import { checkEvent, checkRequest, checkResponse, type Violation } from "./check.ts";

export interface StripeTrafficGuard {
  /** What did not fit so far: our requests, the stand-in's answers and its events. */
  violations(): Violation[];
  /** How many exchanges there were, so that a test can tell silence from cleanliness. */
  seen(): number;
  /** Throws with every violation, and where nothing at all was checked. */
  assertClean(): void;
  stop(): void;
}

/**
 * Validates all traffic of a stand-in against the schemas that come from the SDK's own types. A request
 * that the stand-in refuses for its form, or does not implement, is a violation too: the real Stripe
 * would refuse it.
 */
export function guardStripeTraffic(standIn: Pick<StripeStandIn, "controls">): StripeTrafficGuard {
  // Compiling a schema takes a while and would make the stand-in look slow: traffic is kept and checked
  // on demand.
  const unchecked: Exchange[] = [];
  const found: Violation[] = [];
  const seenEvents = new Set<string>();
  let seen = 0;
  const stop = standIn.controls.observe((exchange) => {
    seen += 1;
    unchecked.push(structuredClone(exchange));
  });

  function violations() {
    for (const exchange of unchecked.splice(0)) found.push(...violationsOf(exchange));
    for (const event of standIn.controls.events()) {
      if (seenEvents.has(event.id)) continue;
      seenEvents.add(event.id);
      found.push(...checkEvent(event));
    }
    return found;
  }

  return {
    violations,
    seen: () => seen,
    assertClean: () => {
      if (seen === 0) throw new Error("The guard saw no traffic.");
      const lines = violations().map(({ where, problems }) => `${where}: ${problems.join("; ")}`);
      if (lines.length > 0)
        throw new Error(`Stripe traffic that the SDK's types do not allow:\n${lines.join("\n")}`);
    },
    stop,
  };
}

function violationsOf({ request, status, body }: Exchange): Violation[] {
  if (request === undefined)
    return [{ where: "request", problems: [`not understood, answered with ${status}`] }];
  const { operation, params } = request;
  if (status === 501)
    return [{ where: `request ${operation}`, problems: ["the stand-in does not implement it"] }];
  const requestViolations = checkRequest({ operation, params });
  return status < 300 ? [...requestViolations, ...checkResponse({ operation, body })] : requestViolations;
}
