import { graphql } from "../../gql/index.ts";

export const ModuleMetricsDocument = graphql(`
  query ModuleMetrics($code: String!) {
    serviceModules {
      code
      name
    }
    serviceModule(code: $code) {
      code
      name
      promise
      metrics {
        metricId
        name
        numerator
        denominator
        formula
        measuredOn
        unit
        direction
        kind
        usualTarget
        usualMinimum
        rules {
          term
          text
        }
        guard
        definedBy
        definedBySite
        source
        sourceSite
        vendorClaim
      }
    }
  }
`);
