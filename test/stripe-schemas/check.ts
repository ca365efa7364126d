import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { stripeSchemas } from "./schemas.ts";

/** One way in which a message differs from what Stripe's own types allow. */
export interface Violation {
  /** Such as `request invoices.create` or `event invoice.paid`. */
  where: string;
  problems: string[];
}

const money = /(^|_)(amount|total|subtotal|fee|net)(_|$)/;

/** Checks the parameters of a request; v1 sends every value as text. */
export function checkRequest({ operation, params }: { operation: string; params: unknown }): Violation[] {
  const schema = stripeSchemas().operations[operation]?.request;
  const where = `request ${operation}`;
  if (schema === undefined) return [{ where, problems: ["no such operation in the stand-in"] }];
  const isText = !operation.startsWith("v2.");
  const data = structuredClone(params);
  const validate = validatorOf({ name: where, schema, coerces: isText });
  const problems = validate(data) ? [] : readable(validate.errors);
  return violation({ where, problems: [...problems, ...fractions(data)] });
}

/** Checks the body of a successful answer. */
export function checkResponse({ operation, body }: { operation: string; body: unknown }): Violation[] {
  const schema = stripeSchemas().operations[operation]?.response;
  const where = `response ${operation}`;
  if (schema === undefined) return [{ where, problems: ["no such operation in the stand-in"] }];
  const validate = validatorOf({ name: where, schema, coerces: false });
  const problems = validate(body) ? [] : readable(validate.errors);
  return violation({ where, problems: [...problems, ...fractions(body)] });
}

/** Checks an event and the object in it, by the object's own type. */
export function checkEvent(event: { type: string; data: { object: unknown } }): Violation[] {
  const where = `event ${event.type}`;
  const { object } = event.data;
  const kind =
    typeof object === "object" && object !== null && "object" in object ? String(object.object) : "none";
  const [envelope, content] = [stripeSchemas().resources.event, stripeSchemas().resources[kind]];
  if (envelope === undefined || content === undefined) {
    return [{ where, problems: [`carries an object of the unknown kind ${kind}`] }];
  }
  const envelopeValidator = validatorOf({ name: "event", schema: envelope, coerces: false });
  const contentValidator = validatorOf({ name: `object ${kind}`, schema: content, coerces: false });
  const problems = [
    ...(envelopeValidator(event) ? [] : readable(envelopeValidator.errors)),
    ...(contentValidator(object) ? [] : readable(contentValidator.errors)),
    ...fractions(object),
  ];
  return violation({ where, problems });
}

const validators = new Map<string, ValidateFunction>();
const instances = new Map<boolean, Ajv>();

function validatorOf(given: { name: string; schema: object; coerces: boolean }): ValidateFunction {
  const { name, schema, coerces } = given;
  const existing = validators.get(name);
  if (existing !== undefined) return existing;
  const ajv = instances.get(coerces) ?? new Ajv({ strict: false, coerceTypes: coerces, allErrors: true });
  if (!instances.has(coerces)) {
    ajv.addSchema({ $id: "stripe", definitions: stripeSchemas().definitions });
    instances.set(coerces, ajv);
  }
  const text = JSON.stringify(schema).replaceAll('"#/definitions/', '"stripe#/definitions/');
  const validator = ajv.compile(JSON.parse(text) as object);
  validators.set(name, validator);
  return validator;
}

/** The types say `number`; money is a whole number of minor units that a double holds exactly. */
function fractions(node: unknown, path = ""): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const here = `${path}/${key}`;
    if (money.test(key) && typeof value === "number" && !Number.isSafeInteger(value)) {
      return [`${here} is not a safe integer: ${value}`];
    }
    return fractions(value, here);
  });
}

function readable(errors: ErrorObject[] | null | undefined): string[] {
  const texts = (errors ?? []).map((error) => {
    const detail =
      "additionalProperty" in error.params ? ` (${String(error.params.additionalProperty)})` : "";
    return `${error.instancePath || "/"} ${error.message ?? error.keyword}${detail}`;
  });
  return [...new Set(texts)].slice(0, 12);
}

function violation({ where, problems }: Violation): Violation[] {
  return problems.length === 0 ? [] : [{ where, problems }];
}
