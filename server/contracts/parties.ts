import type { ContractParty } from "../../domain/contracts/contract-document.ts";
import type { Tx } from "../db.ts";

/** Both organisations as the contract names them. */
export async function partiesOf(
  tx: Tx,
  sow: { organizationId: string; providerId: string },
): Promise<{ buyer: ContractParty; provider: ContractParty }> {
  const rows = await tx.organization.findMany({
    where: { id: { in: [sow.organizationId, sow.providerId] } },
    select: { id: true, name: true, city: true, country: true },
  });
  const named = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new Error("A party of the contract cannot be read.");
    return { name: row.name, city: row.city, country: row.country };
  };
  return { buyer: named(sow.organizationId), provider: named(sow.providerId) };
}
