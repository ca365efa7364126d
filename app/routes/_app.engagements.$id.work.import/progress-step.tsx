import { useFetcher, useParams, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { ButtonLink } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { Progress } from "../../components/progress.tsx";
import { type Batch, CountFigures, RefusedRows } from "./check-step.tsx";

export type ProgressFacts = { state: string; doneRows: number; rowCount: number };

const PAUSE = 1000;

const figure = (n: number) => n.toLocaleString("en-US");

/** Step four: asks again and again how far the import is; it runs on whether or not anyone looks. */
export function ProgressStep({ batch }: { batch: Batch }) {
  const { id } = useParams();
  const fetcher = useFetcher<ProgressFacts>();
  const { revalidate } = useRevalidator();
  const address = `/engagements/${id}/work/import/progress?batch=${batch.id}`;
  const facts: ProgressFacts = fetcher.data ?? batch;
  const { load, state: asking } = fetcher;

  // A second after the answer, not every second: asking again would break off a question that is on its way.
  useEffect(() => {
    if (asking !== "idle" || facts.state !== "importing") return;
    const timer = setTimeout(() => load(address), PAUSE);
    return () => clearTimeout(timer);
  }, [asking, facts, load, address]);

  useEffect(() => {
    if (facts.state !== "importing") revalidate();
  }, [facts.state, revalidate]);

  return (
    <>
      {batch.failure ? <Notice tone="warning" title={batch.failure} live /> : null}
      <Progress
        label={`Importing ${batch.fileName}`}
        value={facts.doneRows}
        max={facts.rowCount}
        detail={`${figure(facts.doneRows)} of ${figure(facts.rowCount)} rows. You may leave this page.`}
      />
    </>
  );
}

/** The end of an import, with what it added. */
export function DoneStep({ batch }: { batch: Batch }) {
  const { id } = useParams();
  const { counts } = batch;
  const nothing = counts?.itemsNew === 0 && counts.eventsNew === 0;
  return (
    <>
      <Notice
        tone="success"
        live
        title={nothing ? "Imported: nothing in this file was new" : "Imported"}
        actions={<ButtonLink to={`/engagements/${id}/work`}>See the work</ButtonLink>}
      >
        {batch.fileName}: {counts?.itemsNew.toLocaleString("en-US")} new items and{" "}
        {counts?.eventsNew.toLocaleString("en-US")} new events.
      </Notice>
      {counts ? <CountFigures counts={counts} /> : null}
      <RefusedRows batch={batch} />
    </>
  );
}
