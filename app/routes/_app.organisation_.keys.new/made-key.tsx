import { ButtonLink } from "../../components/button.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import type { Made } from "./route.tsx";

/** The secret of a new key, this once. */
export function MadeKey({ made }: { made: Made }) {
  const { secret, id, name, summary } = made;
  return (
    <>
      <PageHead
        title={`The key “${name}” works now`}
        lead={`It ${summary.replace(/^everything/, "does everything")}.`}
      />
      {secret ? (
        <>
          <Notice tone="success" title="Copy the key now; it is not shown again" live>
            Engine Room keeps a digest of it and cannot tell it to anybody. Send it as{" "}
            <code>Authorization: Bearer</code>.
          </Notice>
          <CodeBlock label="The key">{secret}</CodeBlock>
        </>
      ) : (
        <Notice tone="warning" title="This key was made already and its secret shown" live>
          It is stored nowhere. If it is lost, revoke this key and make another.
        </Notice>
      )}
      <p>
        <ButtonLink to={`/organisation/keys/${id}`}>To the key and its log</ButtonLink>
      </p>
    </>
  );
}
