import { bpsOfPercent } from "../../../domain/contracts/percent-input.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { isDecimal } from "../../../domain/shared/decimal.ts";
import { parseMoney } from "../../../domain/shared/parse-money.ts";
import type { Values } from "./terms-values.ts";

/** The terms with what the form holds right now, as far as it can be read; else as they were. */
export function typedLevels(terms: Terms, values: Values): Terms {
  const fee = parseMoney(values.monthlyFee ?? "", terms.currency);
  const share = (name: string, before: number) => {
    const bps = bpsOfPercent(values[name] ?? "");
    return bps === null || bps < 0 || bps > 10_000 ? before : bps;
  };
  const figure = (name: string, before: string) => {
    const text = (values[name] ?? "").trim();
    return isDecimal(text) ? text : before;
  };
  const rows = rowsOf(values);
  const { scheme } = terms;
  const poolBps = scheme.kind === "at_risk_pool" ? share("pool", scheme.poolBps) : 0;
  return {
    ...terms,
    monthlyFeeMinor: fee.ok ? String(fee.money.amountMinor) : terms.monthlyFeeMinor,
    scheme: scheme.kind === "at_risk_pool" ? { kind: "at_risk_pool", poolBps, capBps: poolBps } : scheme,
    serviceLevels: terms.serviceLevels.flatMap((level) => {
      const at = rows.get(level.id);
      if (at === undefined) return [];
      return [
        {
          ...level,
          target: figure(`${at}.target`, level.target),
          minimum: figure(`${at}.minimum`, level.minimum),
          weightBps: share(`${at}.weight`, level.weightBps),
        },
      ];
    }),
  };
}

/** Where the form has each level: rows move when one is taken out. */
function rowsOf(values: Values): Map<string, string> {
  const named = Object.entries(values).filter(([name]) => /^serviceLevels\.\d+\.id$/.test(name));
  return new Map(named.map(([name, id]) => [id, name.replace(/\.id$/, "")]));
}
