export type Burden = { party: "buyer" | "provider" | "commission"; withoutMinor: bigint; nowMinor: bigint };

type Figures = {
  netMinor: bigint;
  commissionMinor: bigint;
  providerMinor: bigint;
  providerBearsMinor: bigint;
  platformBearsMinor: bigint;
};

/** What each side pays or receives this month, beside the same month without credits. Minor units. */
export function whoBearsIt(p: Figures): Burden[] {
  const lessMinor = p.providerBearsMinor + p.platformBearsMinor;
  return [
    { party: "buyer", withoutMinor: p.netMinor + lessMinor, nowMinor: p.netMinor },
    { party: "provider", withoutMinor: p.providerMinor + p.providerBearsMinor, nowMinor: p.providerMinor },
    {
      party: "commission",
      withoutMinor: p.commissionMinor + p.platformBearsMinor,
      nowMinor: p.commissionMinor,
    },
  ];
}
