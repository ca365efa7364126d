/** A hole that was made, and who saw it; null where nobody did. */
export type Found = { kind: string; place: string; by: string | null };
