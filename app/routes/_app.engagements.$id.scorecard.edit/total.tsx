import { bpsOfPercent } from "../../../domain/contracts/percent-input.ts";
import { Status } from "../../components/status.tsx";
import { weightText } from "../_app.engagements.$id.scorecard._index/card-words.ts";

/** The typed weights together, and of how many levels; null where one cannot be read yet. */
export function totalOf(weights: readonly string[]): { bps: number | null; levels: number } {
  const typed = weights.filter((weight) => weight.trim() !== "");
  const read = typed.map(bpsOfPercent);
  const bps = read.includes(null) ? null : read.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return { bps, levels: typed.length };
}

/** What the weights come to so far, with the refusal beside it. */
export function Total(props: { id: string; total: ReturnType<typeof totalOf>; error: string }) {
  const { bps, levels } = props.total;
  const count = `${levels} ${levels === 1 ? "level" : "levels"}`;
  return (
    <div id={props.id} tabIndex={-1}>
      <output>
        {bps === 10_000 ? (
          <Status tone="met">{`Together 100 %, ${count}`}</Status>
        ) : (
          <Status tone="risk">
            {bps === null
              ? "A weight cannot be read yet"
              : `Together ${weightText(bps)}, ${count}; 100 % needed`}
          </Status>
        )}
      </output>
      {props.error ? (
        <p role="alert">
          <Status tone="breached">{props.error}</Status>
        </p>
      ) : null}
    </div>
  );
}
