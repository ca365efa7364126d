import { bookkeeping } from "./modules/bookkeeping.ts";
import { customerSupport } from "./modules/customer-support.ts";
import { documentWork } from "./modules/document-work.ts";
import { employerOfRecord } from "./modules/employer-of-record.ts";
import { healthcareSupport } from "./modules/healthcare-support.ts";
import { humanResources } from "./modules/human-resources.ts";
import { itSupport } from "./modules/it-support.ts";
import { payroll } from "./modules/payroll.ts";
import { procurement } from "./modules/procurement.ts";
import { remoteStaffing } from "./modules/remote-staffing.ts";
import { underwritingSupport } from "./modules/underwriting-support.ts";
import type { Metric, ModuleCode, ServiceModule, WorkItemType } from "./service-module.ts";

const MODULES: Readonly<Record<ModuleCode, ServiceModule>> = {
  bookkeeping,
  it_support: itSupport,
  payroll,
  employer_of_record: employerOfRecord,
  human_resources: humanResources,
  customer_support: customerSupport,
  healthcare_support: healthcareSupport,
  remote_staffing: remoteStaffing,
  procurement,
  document_work: documentWork,
  underwriting_support: underwritingSupport,
};

/** Every module, in the order the catalogue shows them. */
export const allModules: readonly ServiceModule[] = Object.values(MODULES);

/** The module with the code, or undefined: codes come from addresses and forms. */
export function moduleByCode(code: string): ServiceModule | undefined {
  return allModules.find((module) => module.code === code);
}

/** The module of a code that our own types vouch for. */
export function serviceModule(code: ModuleCode): ServiceModule {
  return MODULES[code];
}

/** The module's metric with the id, or undefined. */
export function metricById(module: ServiceModule, id: string): Metric | undefined {
  return module.metrics.find((metric) => metric.id === id);
}

/** The module's kind of work with the id, or undefined. */
export function workItemTypeById(module: ServiceModule, id: string): WorkItemType | undefined {
  return module.workItemTypes.find((type) => type.id === id);
}

/** Kinds of attestation without which the module's statements of work cannot be signed. */
export function requiredAttestations(module: ServiceModule): readonly string[] {
  return module.attestations.filter((one) => one.need === "required").map((one) => one.kind);
}
