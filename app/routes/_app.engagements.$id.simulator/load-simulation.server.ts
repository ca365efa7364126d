import type { LoaderFunctionArgs } from "@remix-run/node";
import { pricesEditSchema } from "../../../domain/contracts/prices-edit.input.ts";
import { termsSchema } from "../../../domain/contracts/terms.ts";
import { found, query } from "../../graphql.server.ts";
import { pastMonths } from "../_app.contracts.$id.prices/past-months.ts";
import { pricesEditFrom, priceValuesOf } from "../_app.contracts.$id.prices/price-values.ts";
import type { Issue } from "../_app.contracts.new/form-parts.ts";
import type { Values } from "../_app.contracts.new/terms-values.ts";
import { SimulateDocument, SimulatedContractDocument } from "./simulator.graphql.ts";

const DEFAULT_RUNS = 1000;

/**
 * Everything the simulator shows: the contract, the values tried (from the address, so that a result can
 * be sent on), and what they come to, or what could not be read.
 */
export async function loadSimulation(
  from: Pick<LoaderFunctionArgs, "request" | "context">,
  p: { statementOfWorkId: string; engagementId: string | null },
) {
  const answer = await query(from, SimulatedContractDocument, { id: p.statementOfWorkId });
  const { version, priceHistory, ...sow } = found(answer.statementOfWork);
  const present = found(version);
  const search: Values = Object.fromEntries(new URL(from.request.url).searchParams);
  const agreed = priceValuesOf(pricesEditSchema.parse(present.pricesEdit));
  const typed = search.scheme === undefined ? null : pricesEditFrom(search);
  // The form always sends its prices; the contract's own are not another try.
  const tries = typed !== null && JSON.stringify(priceValuesOf(typed)) !== JSON.stringify(agreed);
  const edit = tries ? typed : null;
  const runs = Number(search.runs || DEFAULT_RUNS);
  const whole = Number.isInteger(runs) && Math.abs(runs) < 2 ** 31;
  const { simulateScheme } = await query(from, SimulateDocument, {
    engagementId: p.engagementId,
    statementOfWorkId: p.statementOfWorkId,
    prices: edit,
    history: search.history ?? null,
    seed: search.seed ?? null,
    runs: whole ? runs : 0,
  });
  const ran = found(simulateScheme);
  const issues: readonly Issue[] = ran.__typename === "SchemeSimulationRefused" ? ran.issues : [];
  const result = ran.__typename === "SchemeSimulation" ? ran : null;
  return {
    sow,
    terms: termsSchema.parse(present.terms),
    history: pastMonths(priceHistory.months),
    values: {
      ...(edit ? priceValuesOf(edit) : agreed),
      seed: search.seed || "1",
      runs: search.runs || String(DEFAULT_RUNS),
      history: search.history ?? "",
    } as Values,
    ...{ tries, issues, result },
  };
}
