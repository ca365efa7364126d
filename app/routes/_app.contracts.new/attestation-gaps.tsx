import { Day } from "../../components/date-time.tsx";
import { Notice } from "../../components/notice.tsx";

export interface AttestationGap {
  kind: string;
  name: string;
  reason: string;
  date?: string | null;
}

/** Says before anyone tries why nobody can sign today. */
export function AttestationGaps(props: { gaps: readonly AttestationGap[]; provider: string }) {
  const { gaps, provider } = props;
  if (gaps.length === 0) return null;
  return (
    <Notice tone="warning" title="This contract cannot be signed today">
      {gaps.map((gap) => (
        <p key={gap.kind}>
          <b>{gap.name}</b> of {provider} <Reason gap={gap} />
        </p>
      ))}
    </Notice>
  );
}

function Reason({ gap }: { gap: AttestationGap }) {
  const day = gap.date ? <Day date={gap.date} /> : null;
  switch (gap.reason) {
    case "lapsed":
      return <>lapsed; its last valid day was {day}. It must be renewed first.</>;
    case "not_yet_valid":
      return <>is not valid before {day}.</>;
    case "declared_only":
      return <>is only declared. Its evidence must be seen first.</>;
    default:
      return <>does not exist, and the contract needs it.</>;
  }
}
