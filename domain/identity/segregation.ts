import { NotAllowed } from "../shared/refusals.ts";

/**
 * Pairs of deeds that one person never does to the same thing, whatever their roles and in however many
 * organisations they have one.
 */
export const SEGREGATED = {
  pay_run: "Whoever prepared a pay run does not approve it.",
  contest: "Whoever put a contest forward does not decide it: a credit is waived by somebody else.",
  correction: "Nobody rules on a correction of their own.",
  staff_access: "Whoever asked to read an organisation's documents does not approve it.",
  objection: "Whoever objected does not decide how much is given back.",
  payout_details: "Whoever proposed where payouts go does not confirm it.",
  organization_erasure: "Whoever asked for an organisation to be erased does not approve it.",
} as const;
export type Duty = keyof typeof SEGREGATED;

/** The second of two deeds needs another person. */
export class SamePerson extends NotAllowed {
  constructor(duty: Duty) {
    super(SEGREGATED[duty]);
  }
}

/**
 * Throws SamePerson where whoever did the first deed wants to do the second as well. A first deed without a
 * person, by the product itself, keeps nobody from the second.
 */
export function refuseSamePerson(duty: Duty, p: { first: string | null; second: string }): void {
  if (p.first !== null && p.first === p.second) throw new SamePerson(duty);
}
