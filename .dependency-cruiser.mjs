// The arrows of the house, checked. docs/architecture.md says why each stands.
const CONTEXTS = [
  "shared",
  "identity",
  "ledger",
  "catalogue",
  "vetting",
  "sourcing",
  "contracts",
  "delivery",
  "service-levels",
  "billing",
];

/** A context may use those before it in the order and never one after it. */
const contextOrder = ["domain", "server"].flatMap((layer) =>
  CONTEXTS.slice(0, -1).map((context, index) => ({
    name: `${layer}/${context} knows nothing of what comes after it`,
    severity: "error",
    from: { path: `^${layer}/${context}/`, pathNot: "\\.test\\.ts$" },
    to: { path: `^(domain|server)/(${CONTEXTS.slice(index + 1).join("|")})/` },
  })),
);

export default {
  forbidden: [
    ...contextOrder,
    {
      name: "domain is pure",
      severity: "error",
      from: { path: "^domain/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^domain/|^node_modules/(zod|temporal-polyfill|temporal-spec|dinero.js)/" },
    },
    {
      name: "server never reaches up",
      severity: "error",
      // boot/ puts the whole product together and main.ts starts it; nothing else in server/ knows GraphQL.
      from: { path: "^server/", pathNot: "^server/(boot|cli)/|^server/main\\.ts$|\\.test\\.ts$" },
      to: { path: "^(graphql|app|prisma/seed|stripe-stand-in|funding-rail-emulator|test|e2e|bench)/" },
    },
    {
      name: "boot never reaches the pages' sources",
      severity: "error",
      from: { path: "^server/(boot|cli)/" },
      to: { path: "^(app|test|e2e|bench)/" },
    },
    {
      name: "graphql never reaches up",
      severity: "error",
      from: { path: "^graphql/" },
      to: { path: "^(app|prisma|stripe-stand-in|funding-rail-emulator|test|e2e|bench)/" },
    },
    {
      name: "app reaches data through its door only",
      severity: "error",
      from: { path: "^app/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^(server|graphql|prisma|stripe-stand-in|funding-rail-emulator|test|e2e|bench)/" },
    },
    {
      name: "the stand-in imports nothing of ours",
      severity: "error",
      from: { path: "^(stripe-stand-in|funding-rail-emulator)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(domain|server|graphql|app|prisma|test)/" },
    },
    {
      name: "the Prisma client stays in server",
      severity: "error",
      from: { pathNot: "^server/|^graphql/builder\\.ts$|^test/|^bench/" },
      to: { path: "^server/generated/" },
    },
    {
      name: "Stripe stays in its port",
      severity: "error",
      from: { pathNot: "^server/ports/stripe/|^test/|\\.test\\.ts$" },
      to: { path: "^node_modules/stripe/" },
    },
    {
      name: "mail stays in its port",
      severity: "error",
      from: { pathNot: "^server/ports/mail/|^test/|\\.test\\.ts$" },
      to: { path: "^node_modules/nodemailer/" },
    },
    {
      name: "OpenID Connect stays in its port",
      severity: "error",
      from: { pathNot: "^server/ports/oidc/|^test/|\\.test\\.ts$" },
      to: { path: "^node_modules/openid-client/" },
    },
    {
      name: "no cycles of values",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: "specify",
    doNotFollow: { path: "node_modules|server/generated|app/gql" },
    exclude: { path: "^(build|\\.data)/" },
  },
};
