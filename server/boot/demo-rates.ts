import { Temporal } from "temporal-polyfill";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { DEMO_SOURCE, nextDemoRate } from "../../prisma/seed/chapter-exchange.ts";
import { ratePairs } from "../billing/exchange/exchange-rate.read.ts";
import { stateExchangeRate } from "../billing/exchange/state-exchange-rate.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../logger.ts";

type Deps = { db: Database; clock: Clock };

const WEEK = 7;
const HOUR_MS = 3_600_000;

/**
 * Carries the illustrative rates of the demo story on, one a week: a demo that was not running for a month
 * still has a rate for each of its weeks. A pair whose latest rate a person stated is left
 * alone, so it does nothing to a database without the story. Answers how many it stated; safe to call again.
 */
export async function carryOnDemoRates({ db, clock }: Deps): Promise<number> {
  const viewer = await demonstrator(db);
  if (!viewer) return 0;
  const today = clock.now().toZonedDateTimeISO("UTC").toPlainDate();
  const pairs = await db.readOrg(viewer, (tx) => ratePairs(tx));
  let stated = 0;
  for (const { base, quote, count, source, ...last } of pairs) {
    if (source !== DEMO_SOURCE) continue;
    let { rate } = last;
    let day = Temporal.PlainDate.from(last.validFrom).add({ days: WEEK });
    for (let nth = count; Temporal.PlainDate.compare(day, today) <= 0; nth++) {
      rate = nextDemoRate({ base, quote, rate, stated: nth });
      const input = { base, quote, rate, validFrom: day.toString(), source: DEMO_SOURCE };
      await stateExchangeRate({ db, clock, viewer }, input);
      day = day.add({ days: WEEK });
      stated += 1;
    }
  }
  return stated;
}

/** At once and then every hour, as long as the product runs. */
export function keepDemoRates({ logger, ...deps }: Deps & { logger: Logger }): { stop: () => void } {
  const carry = () =>
    carryOnDemoRates(deps).catch((error: unknown) =>
      logger.warn({ err: error }, "the demonstration's exchange rates were not carried on"),
    );
  const timer = setInterval(carry, HOUR_MS);
  timer.unref();
  void carry();
  return { stop: () => clearInterval(timer) };
}

/** Not a person: the demonstration itself, with an administrator's right to state rates. */
async function demonstrator(db: Database): Promise<Viewer | null> {
  const [marketplace] = await db.open.$queryRaw<{ id: string; name: string }[]>`
    select id, name from organization where kind = 'marketplace' order by created_at, id limit 1`;
  if (!marketplace) return null;
  return {
    ...{ userId: marketplace.id, name: "Engine Room (demonstration)", email: "", role: "admin" },
    ...{
      organizationId: marketplace.id,
      organizationName: marketplace.name,
      organizationKind: "marketplace",
    },
    ...{ zone: "UTC", via: "session", requestId: "demo-rates", address: "", userAgent: "" },
  };
}
