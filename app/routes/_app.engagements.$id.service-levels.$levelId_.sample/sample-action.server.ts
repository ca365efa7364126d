import { data, redirect } from "@remix-run/node";
import { query } from "../../graphql.server.ts";
import {
  BeginSampleDocument,
  DrawSampleDocument,
  RuleSampleItemDocument,
  ScoreSampleItemDocument,
} from "./sample.graphql.ts";

type Door = Parameters<typeof query>[0];
type Place = { engagementId: string; levelId: string; form: FormData };

/** The deed that the pressed button stands for; back to the page, at the next item where one was scored. */
export async function sampleAction(door: Door, { engagementId, levelId, form }: Place) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const month = text("month");
  const idempotencyKey = text("idempotencyKey") || null;
  const words = text("words") || null;
  const page = `/engagements/${engagementId}/service-levels/${levelId}/sample?month=${month}`;
  switch (text("action")) {
    case "begin": {
      const input = { engagementId, levelId, month, words, idempotencyKey };
      const { beginSample } = await query(door, BeginSampleDocument, { input });
      return "message" in beginSample ? refused(beginSample) : redirect(page);
    }
    case "draw": {
      const input = { sampleId: text("sampleId"), words, idempotencyKey };
      const { drawSample } = await query(door, DrawSampleDocument, { input });
      return "message" in drawSample ? refused(drawSample) : redirect(page);
    }
    default:
      return scored(door, { form, page });
  }
}

async function scored(door: Door, { form, page }: { form: FormData; page: string }) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const typed = { errors: text("errors"), units: text("units"), note: text("note") };
  if (!/^\d{1,7}$/.test(typed.errors))
    return refused({ message: "Write the errors as a whole number.", field: "errors" }, typed);
  if (typed.units !== "" && !/^\d{1,7}$/.test(typed.units))
    return refused({ message: "Write the units as a whole number.", field: "units" }, typed);
  const input = {
    sampleId: text("sampleId"),
    position: Number(text("position")),
    errors: Number(typed.errors),
    units: typed.units === "" ? null : Number(typed.units),
    note: typed.note,
    idempotencyKey: text("idempotencyKey") || null,
  };
  const rules = text("action") === "rule";
  const answer = rules
    ? (await query(door, RuleSampleItemDocument, { input })).ruleSampleItem
    : (await query(door, ScoreSampleItemDocument, { input })).scoreSampleItem;
  if ("message" in answer) return refused(answer, typed);
  const next = "data" in answer ? answer.data.progress.next : null;
  return redirect(next === null || next === undefined ? page : `${page}&item=${next}#score`);
}

type Typed = { errors: string; units: string; note: string };

function refused(
  { message, field }: { message: string; field?: string | null | undefined },
  typed: Typed | null = null,
) {
  return data({ message, issues: field ? [{ field, message }] : [], typed }, { status: 409 });
}
