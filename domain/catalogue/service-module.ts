import type { DefaultLevel } from "./default-level.ts";
import type { MetricMeasure } from "./metric-measure.ts";
import type {
  Corrector,
  DataSource,
  ExclusionReason,
  MetricWindow,
  Rounding,
  SamplePlan,
  SmallSample,
} from "./metric-rules.ts";

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
  /** A moment is an RFC 3339 instant. */
  readonly kind: "text" | "number" | "money" | "date" | "moment" | "yes_no" | "choice";
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
  /** Who says so, in words a page can print beside it. */
  readonly label: string;
  /** Link text: where it can be read; null for our own proposal or general practice. */
  readonly site: string | null;
  /** A seller of the service said so: a default to start from, not a finding. */
  readonly vendorClaim: boolean;
};

/** A metric as the catalogue defines it: enough to measure, to price and to contest it. */
export type Metric = {
  readonly id: string;
  readonly name: string;
  /** The formula in words; `measure` is what is computed. */
  readonly formula: { readonly numerator: string; readonly denominator: string };
  readonly measure: MetricMeasure;
  /** Kinds of work it can be measured on. */
  readonly workItemTypes: readonly string[];
  readonly unit:
    | "percent"
    | "hours"
    | "business_days"
    | "days"
    | "count"
    | "money"
    | "seconds"
    | "months"
    | "per_thousand"
    | "ratio";
  readonly direction: "higher" | "lower";
  readonly kind: MetricKind;
  /** Plain decimals in the metric's unit; null where the parties must agree a figure. */
  readonly usualTarget: string | null;
  readonly usualMinimum: string | null;
  /** Who defines the formula, and who says that the target is usual: often, but not always, the same. */
  readonly definedBy: MetricSource;
  readonly source: MetricSource;
  readonly window: MetricWindow;
  readonly rounding: Rounding;
  readonly minimumSample: number;
  readonly smallSample: SmallSample;
  readonly dataSource: DataSource;
  readonly correctedBy: Corrector;
  readonly exclusions: readonly ExclusionReason[];
  readonly disputeDays: number;
  /** Of a sampled metric: how the sample is drawn. */
  readonly samplePlan: SamplePlan | null;
  /** How the figure could be bent, and what to read beside it. */
  readonly guard: string;
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
