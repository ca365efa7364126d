import type { DefaultLevel } from "./default-level.ts";
import type { RatioRule } from "./ratio-rule.ts";

/** The eleven services of the marketplace. */
export const MODULE_CODES = [
  "bookkeeping",
  "it_support",
  "payroll",
  "employer_of_record",
  "human_resources",
  "customer_support",
  "healthcare_support",
  "remote_staffing",
  "procurement",
  "document_work",
  "underwriting_support",
] as const;

export type ModuleCode = (typeof MODULE_CODES)[number];

/** A field that a kind of work carries beside what every work item has. */
export type WorkItemField = {
  readonly id: string;
  readonly name: string;
  readonly kind: "text" | "number" | "money" | "date" | "yes_no" | "choice";
  readonly choices?: readonly string[];
};

export type WorkItemType = {
  readonly id: string;
  readonly name: string;
  readonly plural: string;
  readonly fields: readonly WorkItemField[];
};

/**
 * What contracts distinguish: a state over time, something that happens to one item, errors found in a
 * sample, a number of failures, or money.
 */
export type MetricKind = "continuous" | "event" | "sample" | "count" | "money";

export type MetricSource = {
  /** Who says that this target is usual, in words a page can print beside it. */
  readonly label: string;
  /** Link text: where it can be read; null for our own proposal or general practice. */
  readonly site: string | null;
  /** A seller of the service said so: a default to start from, not a finding. */
  readonly vendorClaim: boolean;
};

export type Metric = {
  readonly id: string;
  readonly name: string;
  readonly formula: { readonly numerator: string; readonly denominator: string };
  readonly unit: "percent" | "hours" | "business_days" | "days" | "count" | "money" | "per_thousand";
  readonly direction: "higher" | "lower";
  readonly kind: MetricKind;
  /** Plain decimals in the metric's unit; null where the parties must agree a figure. */
  readonly usualTarget: string | null;
  readonly usualMinimum: string | null;
  readonly source: MetricSource;
  /** How finished items are counted, where the metric is a share of items and no clock measures it. */
  readonly ratio?: RatioRule;
};

export type ChecklistEntry = {
  readonly party: "buyer" | "provider";
  readonly title: string;
  readonly required: boolean;
};

export type AttestationNeed = {
  /** A kind of `domain/vetting/attestation.ts`. */
  readonly kind: string;
  readonly need: "required" | "customary";
  readonly because: string;
};

export type PriceModel =
  | "fixed_monthly"
  | "per_user"
  | "per_employee"
  | "per_worker"
  | "per_seat"
  | "per_unit"
  | "share_of_result";

export type Pricing = {
  readonly model: PriceModel;
  /** "per supported user and month": printed beside the price. */
  readonly unit: string;
  readonly note: string;
};

export type ServiceModule = {
  readonly code: ModuleCode;
  readonly name: string;
  readonly promise: string;
  readonly delivers: readonly string[];
  readonly workItemTypes: readonly WorkItemType[];
  readonly metrics: readonly Metric[];
  readonly onboarding: readonly ChecklistEntry[];
  readonly attestations: readonly AttestationNeed[];
  readonly pricing: Pricing;
  /** What a new order starts with; weights add up to 10,000 basis points. */
  readonly defaultLevels: readonly DefaultLevel[];
};

/** General practice of the field, written down without a published figure behind it. */
export const PRACTICE: MetricSource = { label: "General practice", site: null, vendorClaim: false };

/** Our own starting point, to be agreed between the parties. */
export const PROPOSAL: MetricSource = { label: "Our proposal", site: null, vendorClaim: false };

export function published(label: string, site: string): MetricSource {
  return { label, site, vendorClaim: false };
}

export function claimedBySeller(label: string, site: string): MetricSource {
  return { label, site, vendorClaim: true };
}
