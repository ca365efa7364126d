import type { JsonObject } from "./json.ts";

export interface StripeErrorFields {
  status: number;
  type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error" | "rate_limit_error";
  message: string;
  code?: string;
  param?: string;
  declineCode?: string;
  /** Whether execution had begun, so that an idempotency key of v1 remembers this answer. */
  remembered: boolean;
}

/** An answer of the API that is not a success. */
export class StripeError extends Error {
  readonly fields: StripeErrorFields;

  constructor(fields: StripeErrorFields) {
    super(fields.message);
    this.fields = fields;
  }

  body(): JsonObject {
    const { type, message, code, param, declineCode } = this.fields;
    return {
      error: {
        type,
        message,
        ...(code === undefined ? {} : { code }),
        ...(param === undefined ? {} : { param }),
        ...(declineCode === undefined ? {} : { decline_code: declineCode }),
      },
    };
  }
}

/** A parameter that fails validation: nothing has been executed, so the answer is not remembered. */
export function invalidParameter({
  param,
  message,
  code,
}: {
  param: string;
  message: string;
  code?: string;
}) {
  return new StripeError({
    status: 400,
    type: "invalid_request_error",
    message,
    param,
    ...(code === undefined ? {} : { code }),
    remembered: false,
  });
}

/** A request that is well-formed and refused for the state of things. */
export function refused({ message, code, param }: { message: string; code?: string; param?: string }) {
  return new StripeError({
    status: 400,
    type: "invalid_request_error",
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
    remembered: true,
  });
}

export function noSuch({ noun, id, param = "id" }: { noun: string; id: string; param?: string }) {
  return new StripeError({
    status: 404,
    type: "invalid_request_error",
    message: `No such ${noun}: '${id}'`,
    code: "resource_missing",
    param,
    remembered: true,
  });
}

export function notImplemented(what: string) {
  return new StripeError({
    status: 501,
    type: "api_error",
    message: `The local Stripe does not implement ${what}.`,
    code: "not_implemented",
    remembered: false,
  });
}
