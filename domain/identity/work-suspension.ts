import { DomainError } from "../shared/domain-error.ts";

/** New work and new orders of a buyer wait until what is overdue is paid; what runs already runs on. */
export class NewWorkSuspended extends DomainError {
  constructor(p: { buyer: string; because: string }) {
    super({
      code: "new_work_suspended",
      message:
        `New work for ${p.buyer} is suspended: ${p.because} Work that is under way goes on; ` +
        "the suspension ends at once when it is paid.",
    });
  }
}
