import "./scalars.ts";
import "./identity/viewer.ts";
import "./vetting/attestation.ts";
import "./catalogue/service-module.ts";
import "./catalogue/listing-level.ts";
import "./catalogue/listing.ts";
import "./catalogue/listings.ts";
import "./catalogue/provider.ts";
import "./contracts/statement-of-work.ts";
import "./contracts/statement-of-work.queries.ts";
import "./contracts/statement-of-work.mutations.ts";
import "./delivery/engagement.ts";
import "./delivery/engagement.queries.ts";
import "./delivery/engagement.mutations.ts";
import "./delivery/engagement-documents.ts";
import { builder } from "./builder.ts";

export const schema = builder.toSchema();
