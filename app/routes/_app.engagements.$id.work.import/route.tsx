import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { HashLine } from "../../components/hash-line.tsx";
import { Notice } from "../../components/notice.tsx";
import type { Refusal } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { CheckStep } from "./check-step.tsx";
import {
  ConfirmImportDocument,
  ImportDocument,
  MapImportDocument,
  SaveMappingDocument,
  StartImportDocument,
} from "./import.graphql.ts";
import { MapStep } from "./map-step.tsx";
import { type AnyValues, mappingAs, mappingFrom, type ValueGuess } from "./mapping-values.ts";
import { DoneStep, ProgressStep } from "./progress-step.tsx";
import { UploadStep } from "./upload-step.tsx";

export const meta: MetaFunction = () => [{ title: "Import work · Engine Room" }];
export const handle = {
  crumbs: ({ engagementId }: { engagementId: string }) => [
    { label: "Work", href: `/engagements/${engagementId}/work` },
    { label: "Import" },
  ],
};

/** An id that no import has: the page without one asks for none. */
const NONE = "none";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const engagementId = params.id ?? "";
  const importId = searchParams.get("batch") ?? NONE;
  const mappingId = searchParams.get("mapping");
  const answer = await query({ request, context }, ImportDocument, { engagementId, importId, mappingId });
  const { zone } = found(answer.engagementMonths);
  if (!answer.viewer?.permissions.includes("work:import"))
    throw data({ message: "The provider imports the work." }, { status: 403 });
  const batch = importId === NONE ? null : found(answer.importBatch);
  if (batch && batch.engagementId !== engagementId)
    throw data({ message: "There is no such page." }, { status: 404 });
  const guessed = (batch?.proposal ?? null) as ProposalShown | null;
  const kind = searchParams.get("as");
  const proposal = guessed && { ...guessed, mapping: mappingAs(guessed.mapping, kind) };
  const mapAgain = searchParams.get("step") === "map";
  return {
    engagementId,
    zone,
    batch: batch && { ...batch, proposal: null },
    proposal,
    mapAgain,
    recent: answer.recentImports,
    savedMappings: answer.savedMappings,
    idempotencyKey: crypto.randomUUID(),
  };
}

/** The proposal's JSON, in the shapes that the server writes. */
type ProposalShown = {
  mapping: AnyValues;
  recognised: string | null;
  states: ValueGuess[];
  priorities: ValueGuess[];
  effects: string[];
  sample: string[][];
  workItemTypes: { id: string; name: string }[];
};

type ImportRefusal = Refusal & { values?: AnyValues };

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const idempotencyKey = String(form.get("idempotencyKey") ?? "");
  const here = `/engagements/${params.id}/work/import`;
  const importId = new URL(request.url).searchParams.get("batch") ?? NONE;
  switch (form.get("step")) {
    case "upload": {
      const file = form.get("file");
      if (!(file instanceof File) || file.size === 0)
        return refuse({ message: "Choose a file that is not empty.", issues: [] });
      const contentBase64 = Buffer.from(await file.arrayBuffer()).toString("base64");
      const input = { engagementId: params.id ?? "", fileName: file.name, contentBase64, idempotencyKey };
      const { startImport } = await query({ request, context }, StartImportDocument, { input });
      if (startImport.__typename === "MutationStartImportSuccess")
        return redirect(`${here}?batch=${startImport.data.id}`);
      return refuse({ message: startImport.message, issues: [] });
    }
    case "map": {
      const mapping = mappingFrom(form);
      const { mapImport } = await query({ request, context }, MapImportDocument, {
        input: { importId, mapping, idempotencyKey },
      });
      if (mapImport.__typename !== "MutationMapImportSuccess") {
        const issues = mapImport.__typename === "InvalidInput" ? mapImport.issues : [];
        return refuse({ message: mapImport.message, issues, values: mapping });
      }
      const name = String(form.get("saveAs") ?? "").trim();
      if (name !== "") {
        const kept = { engagementId: params.id ?? "", name, mapping, idempotencyKey };
        const { saveMapping } = await query({ request, context }, SaveMappingDocument, { input: kept });
        if ("message" in saveMapping)
          return refuse({ message: saveMapping.message, issues: [], values: mapping });
      }
      return redirect(`${here}?batch=${importId}`);
    }
    default: {
      const { confirmImport } = await query({ request, context }, ConfirmImportDocument, {
        input: { importId, idempotencyKey },
      });
      if (confirmImport.__typename === "MutationConfirmImportSuccess")
        return redirect(`${here}?batch=${importId}`);
      return refuse({ message: confirmImport.message, issues: [] });
    }
  }
}

function refuse(refusal: ImportRefusal) {
  return data(refusal, { status: 400 });
}

export default function Import() {
  const { batch, proposal, zone, recent, savedMappings, mapAgain, idempotencyKey } =
    useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const step = stepOf(batch?.state, mapAgain || refusal?.values !== undefined);
  return (
    <Section
      first
      title={TITLES[step]}
      note={batch ? `${batch.fileName}, ${batch.rowCount.toLocaleString("en-US")} rows` : "step 1 of 4"}
    >
      {refusal && step === "check" ? <Notice tone="error" title={refusal.message} live /> : null}
      {step === "upload" ? (
        <UploadStep
          recent={recent}
          zone={zone}
          idempotencyKey={idempotencyKey}
          {...(refusal ? { error: refusal.message } : {})}
        />
      ) : null}
      {step === "map" && batch && proposal ? (
        <MapStep
          header={batch.header}
          {...proposal}
          key={proposal.mapping.shape}
          savedMappings={savedMappings}
          mapping={refusal?.values ?? proposal.mapping}
          idempotencyKey={idempotencyKey}
          refusal={refusal}
        />
      ) : null}
      {step === "check" && batch ? <CheckStep batch={batch} idempotencyKey={idempotencyKey} /> : null}
      {step === "run" && batch ? <ProgressStep batch={batch} /> : null}
      {step === "done" && batch ? <DoneStep batch={batch} /> : null}
      {batch ? <HashLine>File {batch.fileHash}</HashLine> : null}
    </Section>
  );
}

const TITLES = {
  upload: "Import work",
  map: "Match the columns",
  check: "What this import will do",
  run: "The import is running",
  done: "The import is done",
} as const;

function stepOf(state: string | undefined, mapAgain: boolean): keyof typeof TITLES {
  switch (state) {
    case undefined:
      return "upload";
    case "uploaded":
      return "map";
    case "checked":
      return mapAgain ? "map" : "check";
    case "importing":
      return "run";
    default:
      return "done";
  }
}
