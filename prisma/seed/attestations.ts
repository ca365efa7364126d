import type { AttestationKind, AttestationLevel } from "../../domain/vetting/attestation.ts";

/** Days are counted from today: a last day of −2 lapsed two days ago. */
export type StoryAttestation = {
  provider: string;
  kind: AttestationKind;
  issuer: string;
  scope: string;
  level: AttestationLevel;
  lastDay: number;
};

const VERIFIED = "verified";
const SEEN = "evidence_seen";
const DECLARED = "declared";

export const ATTESTATIONS: readonly StoryAttestation[] = [
  held("quaylink-it", "iso27001", VERIFIED, 421, "Baltic Certification", "Service desk, Gdańsk"),
  held("quaylink-it", "soc2_type2", SEEN, 85, "Marsh & Poole CPA", "Security, availability"),
  held("quaylink-it", "cyber_insurance", SEEN, 210, "Hanse Mutual", "5 million a claim"),
  held(
    "medara-ops",
    "hipaa_baa",
    VERIFIED,
    12,
    "Signed with the marketplace",
    "Claims, eligibility, denials",
  ),
  held("medara-ops", "soc2_type2", SEEN, 240, "Arbour CPA", "Security, confidentiality, privacy"),
  held("ledgerwell", "soc1_type2", VERIFIED, 221, "Arbour CPA", "Close, payables, VAT returns"),
  held("ledgerwell", "iso27001", VERIFIED, 510, "Thames Assurance", "London and Nairobi"),
  held("ledgerwell", "professional_indemnity", VERIFIED, 180, "Lime Street Indemnity", "2 million a claim"),
  held("tally-and-co", "iso27001", VERIFIED, 292, "Baltic Certification", "Payables, Tallinn"),
  held("tally-and-co", "professional_indemnity", SEEN, 140, "Hanse Mutual", "1 million a claim"),
  held("crestpay", "soc1_type2", VERIFIED, -2, "Arbour CPA", "Payroll, filings, funds"),
  held("crestpay", "fidelity_bond", VERIFIED, 300, "Lone Star Surety", "3 million"),
  held(
    "hireborder",
    "employment_licence",
    VERIFIED,
    402,
    "Bundesagentur für Arbeit",
    "Germany, own entity",
  ),
  held("hireborder", "local_entity", VERIFIED, 700, "Registers of DE, NL and PL", "Own entities"),
  held("hireborder", "gdpr_dpa", SEEN, 330, "Signed with the marketplace", "Workers' data"),
  held("abacus-quay", "soc1_type2", VERIFIED, 19, "Makati Assurance", "Books, payroll journals"),
  held("abacus-quay", "professional_indemnity", SEEN, 95, "Manila General", "500,000 a claim"),
  held("abacus-quay", "iso27001", SEEN, 160, "Makati Assurance", "Manila, Cebu"),
  held("fjordbok", "professional_indemnity", DECLARED, 200, "Not yet seen", "Books of groups"),
  held("fjordbok", "iso27001", DECLARED, 365, "Not yet seen", "Bergen"),
  held("bluepeak-desk", "iso27001", VERIFIED, 640, "Deccan Certification", "Service desk, Pune"),
  held("bluepeak-desk", "soc2_type2", VERIFIED, 45, "Marsh & Poole CPA", "Security, availability"),
  held("bluepeak-desk", "employment_licence", SEEN, 250, "Labour Department", "Contract labour"),
  held("bluepeak-desk", "pci_dss", SEEN, 120, "QSA Ltd", "Chat only, no card data"),
  held("harbour-desk", "iso27001", VERIFIED, -37, "Shannon Certification", "Service desk, Cork"),
  held("harbour-desk", "cyber_insurance", SEEN, 150, "Lee Valley Insurance", "1 million a claim"),
  held("nimbus-helpline", "iso27001", VERIFIED, 333, "Cape Certification", "Desk and telephony"),
  held("nimbus-helpline", "pci_dss", VERIFIED, 58, "QSA Ltd", "Card payments by phone"),
  held("solera-soporte", "iso27001", SEEN, 275, "Certifica MX", "Desk, Guadalajara"),
  held("solera-soporte", "pci_dss", DECLARED, 190, "Not yet seen", "Card payments by phone"),
  held("paylane-nordic", "soc1_type2", SEEN, 260, "Öresund Revision", "Payroll in four countries"),
  held("paylane-nordic", "employment_licence", VERIFIED, 480, "Authorities of SE and DK", "Staffing"),
  held("kestrel-people", "employment_licence", VERIFIED, 210, "National Employment Authority", "Kenya"),
  held("kestrel-people", "gdpr_dpa", SEEN, 310, "Signed with the marketplace", "Candidates' data"),
  held("kestrel-people", "iso27001", SEEN, 52, "Rift Certification", "Nairobi"),
  held("vantage-clerk", "iso27001", VERIFIED, 388, "Serendib Certification", "Keying, Colombo"),
  held("vantage-clerk", "soc2_type2", SEEN, 130, "Arbour CPA", "Security, processing integrity"),
  held("sourcewise", "professional_indemnity", VERIFIED, 205, "Maas Indemnity", "1 million a claim"),
  held("sourcewise", "iso27001", SEEN, 290, "Low Countries Audit", "Buying desk"),
  held("clearscrub", "hipaa_baa", VERIFIED, 170, "Signed with the marketplace", "Claims, denials"),
  held("clearscrub", "soc2_type2", VERIFIED, 225, "Marsh & Poole CPA", "Security, confidentiality"),
];

function held(
  provider: string,
  kind: AttestationKind,
  level: AttestationLevel,
  lastDay: number,
  issuer: string,
  scope: string,
): StoryAttestation {
  return { provider, kind, level, lastDay, issuer, scope };
}
