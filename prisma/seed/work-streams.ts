import type { ModuleCode } from "../../domain/catalogue/service-module.ts";
import { BOOKS } from "./streams-books.ts";
import { DOCUMENTS } from "./streams-documents.ts";
import { HEALTH } from "./streams-health.ts";
import { IT } from "./streams-it.ts";
import { PAYROLL } from "./streams-pay.ts";
import { EMPLOYMENT } from "./streams-people.ts";
import type { WorkStream } from "./work-stream.ts";

/** The streams of the services that the story has engagements for. */
export function streamsOf(code: ModuleCode): readonly WorkStream[] {
  const streams: Partial<Record<ModuleCode, readonly WorkStream[]>> = {
    it_support: IT,
    bookkeeping: BOOKS,
    payroll: PAYROLL,
    employer_of_record: EMPLOYMENT,
    healthcare_support: HEALTH,
    document_work: DOCUMENTS,
  };
  return streams[code] ?? [];
}
