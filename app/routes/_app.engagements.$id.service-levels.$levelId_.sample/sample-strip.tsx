import { partyWord } from "../../components/contest-words.tsx";
import { Figure } from "../../components/figure.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { targetText } from "../../components/level-words.ts";
import { Status } from "../../components/status.tsx";
import type { LevelSampleQuery } from "../../gql/graphql.ts";
import { LevelStatus } from "../_app.engagements.$id.service-levels._index/level-status.tsx";
import type { LevelSampleShown } from "./sample-shown.ts";

export type LevelFigureShown = NonNullable<LevelSampleQuery["monthFigures"]>["levels"][number];

const HELD = {
  minimum: "the smallest sample agreed",
  maximum: "the largest sample agreed",
  population: "all there is",
} as const;

/** Population, size, how far the scoring is, and the figure with its interval. */
export function SampleStrip({
  level,
  figure,
}: {
  level: LevelSampleShown;
  figure: LevelFigureShown | null;
}) {
  const { sample, size } = level;
  const whole = (n: number) => n.toLocaleString("en-US");
  const held = size.heldBy as keyof typeof HELD | null;
  return (
    <KeyFigures
      figures={[
        {
          label: "Population",
          value: whole(level.of),
          note: sample ? "frozen when the draw began" : "as of now",
        },
        {
          label: "Sample",
          value: whole(size.size),
          note: held
            ? `${HELD[held]}; the precision asks for ${whole(size.wanted)}`
            : "as the precision asks",
        },
        { label: "Scored", value: scoredText(level), note: <Waits level={level} /> },
        {
          label: figure ? `Figure, target ${targetText(figure)}` : "Figure",
          value: figure?.measured ? (
            <Figure
              value={figure.measured}
              unit={figure.unit}
              of={
                figure.interval
                  ? `${level.confidence} % interval ${figure.interval.low} to ${figure.interval.high}`
                  : null
              }
            />
          ) : (
            "none"
          ),
          note: figure ? <LevelStatus level={figure} /> : null,
        },
      ]}
    />
  );
}

function scoredText({ sample }: LevelSampleShown): string {
  if (!sample || sample.state === "committed") return "none";
  return `${sample.progress.first} of ${sample.size}`;
}

/** How many a second person scored; how many there will be is known once the first round is complete. */
function againText({ progress: { second, twice } }: NonNullable<LevelSampleShown["sample"]>): string {
  if (twice === 0) return "";
  return `again ${second}${twice === null || twice === undefined ? "" : ` of ${twice}`}`;
}

function Waits({ level: { sample } }: { level: LevelSampleShown }) {
  if (!sample) return <>not begun</>;
  const again = sample.state === "committed" ? "" : againText(sample);
  const { disagreements } = sample.progress;
  const differed = disagreements === 0 ? "no scores differed" : `${disagreements} differed`;
  return (
    <>
      {again ? <>{again} </> : null}
      {sample.waitsFor ? (
        <Status tone="held">Waits for the {partyWord(sample.waitsFor)}</Status>
      ) : (
        <Status tone="fine">Scored, {differed}</Status>
      )}
    </>
  );
}
