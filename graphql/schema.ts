import "./scalars.ts";
import "./identity/viewer.ts";
import "./vetting/attestation.ts";
import "./catalogue/service-module.ts";
import "./catalogue/listing-level.ts";
import "./catalogue/listing.ts";
import "./catalogue/listings.ts";
import "./catalogue/provider.ts";
import { builder } from "./builder.ts";

export const schema = builder.toSchema();
