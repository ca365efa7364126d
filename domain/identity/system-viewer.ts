import type { Viewer } from "./viewer.ts";

/**
 * The viewer a job acts as: Engine Room itself, speaking for one organisation and seeing that one's rows
 * only.
 */
export function systemViewer(organizationId: string, requestId: string): Viewer {
  return {
    userId: organizationId,
    name: "Engine Room",
    email: "",
    organizationId,
    organizationName: "",
    organizationKind: "marketplace",
    zone: "UTC",
    role: "system",
    via: "job",
    requestId,
    address: "",
    userAgent: "",
  };
}
