import type { Temporal } from "temporal-polyfill";
import { moduleByCode } from "../catalogue/catalogue.ts";
import { isRetroactive } from "../contracts/start-date.ts";
import type { Party } from "../contracts/statement-of-work.ts";
import { DomainError } from "../shared/domain-error.ts";

export type OnboardingItem = { position: number; party: Party; title: string; required: boolean };

/** The checklist that an engagement of the module starts with, in the order in which it is worked down. */
export function onboardingChecklist(moduleCode: string): OnboardingItem[] {
  const entries = moduleByCode(moduleCode)?.onboarding ?? [];
  return entries.map(({ party, title, required }, index) => ({
    position: index + 1,
    party,
    title,
    required,
  }));
}

export type OnboardingProgress = {
  done: number;
  total: number;
  /** Required items that are open, by the side that owes them. */
  openRequired: Readonly<Record<Party, number>>;
  complete: boolean;
  /** Work counts already while something required is open. */
  late: boolean;
};

/** How far onboarding is. Complete means that no required item is open; the others are advice. */
export function onboardingProgress(input: {
  items: readonly { party: string; required: boolean; done: boolean }[];
  startsOn: string;
  zone: string;
  now: Temporal.Instant;
}): OnboardingProgress {
  const open = input.items.filter((item) => item.required && !item.done);
  const openOf = (party: Party) => open.filter((item) => item.party === party).length;
  return {
    done: input.items.filter((item) => item.done).length,
    total: input.items.length,
    openRequired: { buyer: openOf("buyer"), provider: openOf("provider") },
    complete: open.length === 0,
    late: open.length > 0 && isRetroactive(input),
  };
}

/** An item of the checklist is ticked, and unticked, by the side that owes it. */
export class NotYourItem extends DomainError {
  constructor(party: string) {
    super({
      code: "not_your_item",
      message: `Only the ${party} can change this item, because the ${party} owes it.`,
      details: { party },
    });
  }
}

/** Throws NotYourItem. */
export function assertOwner(item: { party: string }, party: Party | null): void {
  if (item.party !== party) throw new NotYourItem(item.party);
}
