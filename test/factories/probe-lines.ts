import { billingMutations, billingQueries, TERMS } from "./probe-billing-lines.ts";
import { billingRunMutations, billingRunQueries } from "./probe-billing-runs.ts";
import { breachMutations } from "./probe-breach-lines.ts";
import { type Kind, LOOKERS, NOBODIES, NOW, WHO, type Who } from "./probe-cast.ts";
import { chargeMutations, clientMoneyQueries } from "./probe-charges.ts";
import { collectingMutations, collectingQueries } from "./probe-collecting.ts";
import { contestQueries, proposal } from "./probe-contest-lines.ts";
import { creditMutations, creditQueries } from "./probe-credit-lines.ts";
import { keyMutations, keyQueries } from "./probe-keys.ts";
import { ledgerMutations, ledgerQueries } from "./probe-ledger-lines.ts";
import { peopleMutations, peopleQueries } from "./probe-people.ts";
import { providerMoneyMutations, providerMoneyQueries } from "./probe-provider-money.ts";
import { sampleMutations, sampleQueries } from "./probe-samples.ts";
import { sensitiveMutations, sensitiveQueries } from "./probe-sensitive.ts";
import { ssoMutations, ssoQueries } from "./probe-single-sign-on.ts";
import { taxMutations, taxQueries } from "./probe-tax.ts";
import { workMutations, workQueries } from "./probe-work-lines.ts";

export type Ids = Record<Kind, string>;
export type Variables = (ids: Ids) => Record<string, unknown>;

export const none: Variables = () => ({});
const engagement: Variables = (ids) => ({ engagementId: ids.engagement });
const MONTH = "2026-09";
const MAPPING = {
  ...{ shape: "ticket_list", zone: "UTC", timestamps: "day_first", workItemType: "incident" },
  columns: { number: "a", openedAt: "b" },
  ...{ states: {}, priorities: {}, defaultPriority: "P3" },
};
const everyone = [...WHO];
/** Whose work it is; to whom of the lookers a line is for follows from its permission. */
export const signedIn = WHO.filter((who) => ![...NOBODIES, ...LOOKERS].some((one) => one === who));
export const staff = ["account_manager", "admin"] as const satisfies readonly Who[];
const watchers = [...signedIn.filter((who) => /provider (owner|delivery_manager)/.test(who)), ...staff];
const payees = [...signedIn.filter((who) => who.includes("provider")), ...staff];

const auditors = signedIn.filter((who) => !/operations|delivery|provider finance/.test(who));

/**
 * Who may ask a field at all, and with which ids. A field of the schema without a line here fails the
 * suite.
 */
export const QUERIES: Record<string, { for: readonly Who[]; with: Variables }> = {
  accountBalances: { for: signedIn, with: none },
  ...keyQueries(signedIn),
  attestationKinds: { for: everyone, with: none },
  auditEvents: { for: auditors, with: (ids) => ({ after: ids.invoice }) },
  auditFile: { for: auditors, with: () => ({ as: "json" }) },
  auditTrail: { for: auditors, with: none },
  calendarVersions: { for: signedIn, with: engagement },
  compareListings: { for: everyone, with: (ids) => ({ ids: [ids.hiddenListing] }) },
  breachRules: { for: signedIn, with: () => ({}) },
  breach: { for: signedIn, with: (ids) => ({ id: ids.breach }) },
  breaches: { for: signedIn, with: (ids) => ({ ...engagement(ids), after: ids.breach }) },
  ...contestQueries(signedIn),
  correction: { for: signedIn, with: (ids) => ({ id: ids.correction }) },
  corrections: { for: signedIn, with: (ids) => ({ ...engagement(ids), after: ids.correction }) },
  creditWeeks: { for: staff, with: (ids) => ({ after: ids.engagement }) },
  engagement: { for: signedIn, with: (ids) => ({ id: ids.engagement }) },
  engagementHours: { for: signedIn, with: engagement },
  engagementMonths: { for: signedIn, with: engagement },
  engagements: { for: signedIn, with: none },
  holidayCountries: { for: signedIn, with: none },
  home: { for: signedIn, with: none },
  importBatch: { for: signedIn, with: (ids) => ({ id: ids.importBatch }) },
  inboundConnection: { for: signedIn, with: (ids) => ({ id: ids.connection }) },
  inboundConnections: { for: signedIn, with: engagement },
  inboundDelivery: { for: signedIn, with: (ids) => ({ id: ids.delivery }) },
  journalEntries: { for: signedIn, with: none },
  lateWorkEvents: { for: signedIn, with: (ids) => ({ ...engagement(ids), after: ids.lateEvent }) },
  listing: { for: everyone, with: (ids) => ({ id: ids.hiddenListing }) },
  listings: { for: everyone, with: () => ({ first: 20 }) },
  maySetUpPayouts: { for: signedIn, with: none },
  noticeHours: { for: signedIn, with: none },
  mailMessage: { for: signedIn, with: (ids) => ({ id: ids.mail }) },
  mailMessages: { for: signedIn, with: (ids) => ({ after: ids.mail }) },
  mailPreferences: { for: signedIn, with: none },
  warnings: { for: signedIn, with: (ids) => ({ after: ids.warning }) },
  monthFigures: { for: signedIn, with: (ids) => ({ ...engagement(ids), month: MONTH }) },
  levelDefinition: {
    for: signedIn,
    with: (ids) => ({ ...engagement(ids), levelId: ids.level }),
  },
  monthForecast: { for: signedIn, with: engagement },
  monthRows: {
    for: signedIn,
    with: (ids) => ({ ...engagement(ids), month: MONTH, levelId: ids.level }),
  },
  monthStrip: { for: signedIn, with: (ids) => ({ ...engagement(ids), month: MONTH }) },
  node: { for: everyone, with: (ids) => ({ id: ids.invoice }) },
  nodes: { for: everyone, with: (ids) => ({ ids: Object.values(ids) }) },
  orderDraft: {
    for: signedIn.filter((who) => /buyer (owner|operations_lead)/.test(who)),
    with: (ids) => ({ listingId: ids.hiddenListing }),
  },
  organization: { for: signedIn, with: none },
  payout: { for: payees, with: (ids) => ({ id: ids.payout }) },
  payoutAccount: { for: payees, with: none },
  payouts: { for: payees, with: (ids) => ({ after: ids.payout }) },
  portfolio: { for: staff, with: none },
  engagementEnding: { for: signedIn, with: engagement },
  priceOutlook: { for: signedIn, with: engagement },
  provider: { for: everyone, with: () => ({ slug: "quaylink-it" }) },
  publicHolidays: { for: signedIn, with: () => ({ country: "DE", first: 2026, last: 2026 }) },
  queue: { for: watchers, with: (ids) => ({ ...engagement(ids), after: ids.workItem }) },
  queueCounts: { for: watchers, with: engagement },
  queueEngagements: { for: watchers, with: none },
  recentImports: { for: signedIn, with: engagement },
  ...sampleQueries(signedIn),
  savedMappings: { for: signedIn, with: engagement },
  scorecard: { for: signedIn, with: engagement },
  scorecards: { for: signedIn, with: (ids) => ({ after: ids.engagement }) },
  serviceModule: { for: everyone, with: () => ({ code: "it_support" }) },
  serviceModules: { for: everyone, with: none },
  sessions: { for: signedIn, with: none },
  simulateScheme: {
    for: signedIn,
    with: (ids) => ({ ...engagement(ids), statementOfWorkId: ids.contract }),
  },
  signingForm: { for: signedIn, with: none },
  ...billingQueries(signedIn),
  ...creditQueries(signedIn),
  statementOfWork: { for: signedIn, with: (ids) => ({ id: ids.contract }) },
  statementOfWorkCount: { for: signedIn, with: none },
  statementsOfWork: { for: signedIn, with: none },
  ...billingRunQueries({ staff, signedIn }),
  ...collectingQueries(staff),
  ...ledgerQueries({ staff, signedIn }),
  ...providerMoneyQueries({ staff, signedIn, payees }),
  ...clientMoneyQueries(signedIn.filter((who) => !/operations|provider finance/.test(who))),
  ...taxQueries({ staff, signedIn }),
  ...sensitiveQueries(payees),
  ...peopleQueries(signedIn),
  ...ssoQueries(signedIn),
  viewer: { for: everyone, with: none },
  ...workQueries(signedIn),
};

/** Where three steps into the graph ask for more than one operation may. */
export const DEPTHS: Record<string, number> = {
  node: 0,
  nodes: 0,
  listing: 2,
  listings: 2,
  compareListings: 1,
  workItemsByReference: 1,
  provider: 2,
};

const sides = (pattern: RegExp) => signedIn.filter((who) => pattern.test(who));
const buyers = sides(/buyer (owner|operations_lead)/);
const providers = sides(/provider (owner|delivery_manager)/);
const approvers = sides(/buyer|provider/);

/** Whose role may try a deed at all, and with which ids. */
export const MUTATIONS: Record<string, { for: readonly Who[]; with: Variables }> = {
  acceptCorrection: { for: [...buyers, ...providers], with: (ids) => ({ correctionId: ids.correction }) },
  answerContest: {
    for: [...buyers, ...providers],
    with: (ids) => ({ contestId: ids.contest, action: "refuse", reason: "r" }),
  },
  confirmMonth: {
    for: [...buyers, ...providers],
    with: (ids) => ({ ...engagement(ids), month: "2026-10" }),
  },
  openContest: {
    for: [...buyers, ...providers],
    with: (ids) => ({ proposal: proposal(ids), reason: "r" }),
  },
  recordCorrection: {
    for: [...providers, "account_manager"],
    with: (ids) => ({ ...engagement(ids), month: "2026-10", reason: "r" }),
  },
  reviewMonth: {
    for: [...providers, "account_manager"],
    with: (ids) => ({ ...engagement(ids), month: "2026-10" }),
  },
  ...sampleMutations([...buyers, ...providers, "account_manager"]),
  ruleContest: {
    for: ["account_manager"],
    with: (ids) => ({ contestId: ids.contest, accept: true, reason: "r" }),
  },
  objectToCorrection: {
    for: [...buyers, ...providers],
    with: (ids) => ({ correctionId: ids.correction, reason: "r" }),
  },
  ruleCorrection: {
    for: ["account_manager"],
    with: (ids) => ({ correctionId: ids.correction, accept: true, reason: "r" }),
  },
  addCalendarVersion: {
    for: [...buyers, ...providers],
    with: (ids) => ({ ...engagement(ids), effectiveFrom: "2027-01-01", note: "n", calendar: null }),
  },
  importHolidays: {
    for: [...buyers, ...providers],
    with: (ids) => ({ ...engagement(ids), effectiveFrom: "2027-01-01", file: "n" }),
  },
  ...billingRunMutations(staff),
  ...creditMutations,
  ...collectingMutations(staff),
  ...ledgerMutations(staff),
  ...providerMoneyMutations({ staff, payees, buyers: sides(/buyer/) }),
  ...taxMutations(signedIn),
  ...sensitiveMutations(signedIn),
  ...peopleMutations(signedIn),
  ...ssoMutations(signedIn),
  approveStatement: { for: approvers, with: (ids) => ({ statementId: ids.statement }) },
  closeMonth: {
    for: [...providers, "account_manager"],
    with: (ids) => ({ ...engagement(ids), month: "2026-10" }),
  },
  completeChecklistItem: { for: [...buyers, ...providers], with: (ids) => ({ itemId: ids.checklistItem }) },
  confirmImport: { for: providers, with: (ids) => ({ importId: ids.importBatch }) },
  ...keyMutations([...buyers, ...providers, ...staff]),
  createInboundConnection: {
    for: providers,
    with: (ids) => ({ ...engagement(ids), name: "probe", source: "probe" }),
  },
  createOrder: { for: buyers, with: (ids) => ({ listingId: ids.hiddenListing, terms: TERMS }) },
  createWorkItem: {
    for: providers,
    with: (ids) => ({ ...engagement(ids), type: "incident", title: "t", openedAt: "2026-11-20T10:00:00Z" }),
  },
  ...breachMutations({ buyers, providers }),
  setMailPreferences: { for: signedIn, with: () => ({ wanted: ["breach"] }) },
  markWarningRead: { for: signedIn, with: (ids) => ({ warningId: ids.warning }) },
  markWarningsRead: { for: signedIn, with: none },
  setNoticeHours: {
    for: signedIn,
    with: () => ({ zone: "UTC", opens: "08:00", closes: "18:00", days: ["mon"] }),
  },
  mapImport: { for: providers, with: (ids) => ({ importId: ids.importBatch, mapping: {} }) },
  offerStatementOfWork: { for: buyers, with: (ids) => ({ statementOfWorkId: ids.contract }) },
  orderRatchetedYear: { for: buyers, with: engagement },
  payInvoice: { for: sides(/buyer/), with: (ids) => ({ invoiceId: ids.invoice }) },
  ...billingMutations([...buyers, ...providers]),
  ...chargeMutations({
    ...{ editors: [...buyers, ...providers], approvers, preparers: providers },
    runners: sides(/buyer (owner|finance)/),
  }),
  ...workMutations({ providers, sides: [...buyers, ...providers] }),
  refreshPayoutAccount: { for: sides(/provider (owner|finance)/), with: none },
  removeMapping: { for: providers, with: (ids) => ({ mappingId: ids.savedMapping }) },
  renameMapping: { for: providers, with: (ids) => ({ mappingId: ids.savedMapping, name: "probe" }) },
  reopenChecklistItem: { for: [...buyers, ...providers], with: (ids) => ({ itemId: ids.checklistItem }) },
  replayInboundDelivery: { for: providers, with: (ids) => ({ deliveryId: ids.delivery }) },
  retryInvoice: { for: staff, with: (ids) => ({ invoiceId: ids.invoice }) },
  rotateInboundSecret: { for: providers, with: (ids) => ({ connectionId: ids.connection }) },
  saveScorecard: {
    for: [...buyers, "account_manager"],
    with: (ids) => ({
      ...engagement(ids),
      ...{ baseVersion: 99, fromMonth: "2026-11", note: "n" },
      levels: [{ levelId: "resolve", weight: "100" }],
    }),
  },
  saveMapping: {
    for: providers,
    with: (ids) => ({ ...engagement(ids), name: "probe", mapping: MAPPING }),
  },
  setInboundConnection: {
    for: providers,
    with: (ids) => ({ connectionId: ids.connection, enabled: false }),
  },
  setUpPayouts: {
    for: sides(/provider (owner|finance)/),
    with: () => ({ returnUrl: "http://localhost:3000/payouts" }),
  },
  signStatementOfWork: {
    for: [...buyers, ...providers],
    with: (ids) => ({
      statementOfWorkId: ids.contract,
      version: 1,
      documentHash: "0".repeat(64),
      typedName: "Test Person",
      authority: true,
      consent: true,
      consentTextVersion: "1",
      openedAt: NOW.toString(),
    }),
  },
  startImport: {
    for: providers,
    with: (ids) => ({
      ...engagement(ids),
      fileName: "a.csv",
      contentBase64: Buffer.from("a,b\n1,2\n").toString("base64"),
    }),
  },
  withdrawStatementOfWork: {
    for: [...buyers, ...providers],
    with: (ids) => ({ statementOfWorkId: ids.contract, reason: "r" }),
  },
};
