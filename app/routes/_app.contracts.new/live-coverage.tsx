import { useDeferredValue, useMemo } from "react";
import { editedTerms } from "../../../domain/contracts/edited-terms.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { type CoveredHours, contractCoverage } from "../../../domain/service-levels/contract-coverage.ts";
import { HoursCoverageNotice } from "../../components/hours-coverage.tsx";
import { editFrom, type Values } from "./terms-values.ts";

export interface Coverage {
  /** Null: the contract came from no listing. */
  provider: string;
  covered: CoveredHours;
  /** RFC 3339: where the coming year begins. */
  from: string;
}

/** The uncovered hours of what stands in the form at this moment; nothing while it cannot be read. */
export function LiveCoverage(props: { terms: Terms; values: Values; coverage: Coverage }) {
  const { terms, coverage } = props;
  const values = useDeferredValue(props.values);
  const calendars = useMemo(() => {
    const edited = termsFrom(terms, values);
    if (!edited) return [];
    const from = Math.trunc(Date.parse(coverage.from) / 1000);
    return contractCoverage({ terms: edited, covered: coverage.covered, from });
  }, [terms, values, coverage]);
  return (
    <div aria-live="polite">
      <HoursCoverageNotice provider={coverage.provider} calendars={calendars} />
    </div>
  );
}

function termsFrom(terms: Terms, values: Values): Terms | null {
  try {
    return editedTerms(terms, editFrom(values));
  } catch {
    return null;
  }
}
