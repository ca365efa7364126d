import { Form } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { Checkbox, type Choice, RadioGroup } from "../../components/choice-fields.tsx";
import { Day } from "../../components/date-time.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { fieldErrors, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextArea } from "../../components/text-fields.tsx";
import type { EngagementEndingQuery } from "../../gql/graphql.ts";

export type Ending = NonNullable<EngagementEndingQuery["engagementEnding"]>;

export interface NoticeFormProps {
  engagementId: string;
  ending: Ending;
  /** The side that gives notice, and the one that is told. */
  self: string;
  other: string;
  isBuyer: boolean;
  idempotencyKey: string;
  refusal:
    | {
        typed: { right: string; lastDay: string; reason: string };
        issues: { field: string; message: string }[];
        message: string;
      }
    | undefined;
}

/** On what the notice rests, the last day, and what it does to the money, before it is given. */
export function NoticeForm(props: NoticeFormProps) {
  const { engagementId, ending, self, other, isBuyer, idempotencyKey, refusal } = props;
  const errorOf = fieldErrors(refusal);
  const grounds = groundsOf(ending, isBuyer);
  const earliest = ending.ordinary ?? ending.rights[0]?.span;
  return (
    <Section title="Give notice" note={`for ${self}`}>
      <ErrorSummary title="No notice was given" errors={summaryErrors(refusal, "notice-")} />
      <Notice title={`${other} is told, and a notice is not taken back`}>
        Work, months, statements and payments go on as signed until the last day.
        {ending.chargesWholeMonths
          ? " The month in which the contract ends is charged whole, on whatever day of it that is."
          : " The month in which the contract ends is charged by its days."}
      </Notice>
      <Form method="post" noValidate>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <RadioGroup
          id="notice-right"
          label="It rests on"
          name="right"
          required
          options={grounds}
          defaultValue={refusal?.typed.right ?? String(grounds[0]?.value ?? "")}
          error={errorOf("right")}
        />
        <DateField
          id="notice-lastDay"
          label="Last day of the contract"
          hint={
            ending.endsOn ? (
              <>
                Otherwise <Day date={ending.endsOn} />
              </>
            ) : (
              "No last day is agreed"
            )
          }
          name="lastDay"
          required
          defaultValue={refusal?.typed.lastDay ?? earliest?.earliest}
          error={errorOf("lastDay")}
        />
        <TextArea
          id="notice-reason"
          label="Why"
          hint={`${other} reads it; it may stay empty`}
          name="reason"
          defaultValue={refusal?.typed.reason}
          error={errorOf("reason")}
        />
        <Checkbox
          id="notice-authority"
          label={`I may end this contract for ${self}`}
          name="authority"
          value="yes"
          required
          error={errorOf("authority")}
        />
        <FormActions>
          <SubmitButton variant="danger">Give notice</SubmitButton>
          <ButtonLink to={`/engagements/${engagementId}`} variant="quiet">
            Back without notice
          </ButtonLink>
        </FormActions>
      </Form>
    </Section>
  );
}

/** The reached rights of the buyer first: they wait for no days. */
function groundsOf(ending: Ending, isBuyer: boolean): Choice[] {
  const rights = isBuyer ? ending.rights : [];
  const days = `${ending.noticeDays} ${ending.noticeDays === 1 ? "day" : "days"}`;
  return [
    ...rights.flatMap(({ condition, because, span }) =>
      span
        ? [
            {
              value: condition,
              label: `A right that is reached: ${condition}`,
              hint: (
                <>
                  {because}; <Day date={span.earliest} /> or later
                </>
              ),
            },
          ]
        : [],
    ),
    ...(ending.ordinary
      ? [
          {
            value: "",
            label: `The agreed notice of ${days}`,
            hint: (
              <>
                <Day date={ending.ordinary.earliest} /> or later
              </>
            ),
          },
        ]
      : []),
  ];
}
