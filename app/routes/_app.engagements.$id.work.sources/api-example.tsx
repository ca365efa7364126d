import { CodeBlock } from "../../components/code-block.tsx";
import { Section } from "../../components/section.tsx";
import type { Data } from "./route.tsx";

/** A call that works when the key is filled in: this engagement's id, its first kind of work. */
export function ApiExample({ loaded }: { loaded: Data }) {
  const { origin, engagementId, workItemTypes } = loaded;
  return (
    <Section title="API" id="api" note="Up to 10,000 events a call, in any order, as often as you like">
      <p>
        Send events with an API key of your organisation. Each row is accepted, known already, or refused
        with a reason; what is refused does not keep the rest out.
      </p>
      <CodeBlock label="Example of a call">
        {exampleCall({ origin, engagementId, itemType: workItemTypes[0]?.id ?? "incident" })}
      </CodeBlock>
    </Section>
  );
}

function exampleCall(p: { origin: string; engagementId: string; itemType: string }): string {
  const query =
    "mutation($input: RecordWorkEventsInput!) { recordWorkEvents(input: $input) { __typename " +
    "... on MutationRecordWorkEventsSuccess { data { accepted duplicates refused " +
    'rows(status: \\"refused\\") { row eventId code message } } } ... on Refusal { message } } }';
  return `curl ${p.origin}/graphql \\
  -H "Authorization: Bearer $ENGINE_ROOM_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
  "query": "${query}",
  "variables": { "input": {
    "engagementId": "${p.engagementId}",
    "source": "my-desk",
    "events": [
      { "id": "e-1", "item": "T-100", "type": "start", "at": "2026-11-20T13:00:00Z",
        "itemType": "${p.itemType}", "title": "Scanner offline", "priority": "P2", "tags": ["scanner"] },
      { "id": "e-2", "item": "T-100", "type": "pause", "at": "2026-11-20T13:40:00Z", "waitingOn": "buyer" }
    ]
  } }
}'`;
}
