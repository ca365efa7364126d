import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { MailStatus } from "../../components/mail-status.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import type { MailMessageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { MailMessageDocument } from "../_app.mail._index/mail.graphql.ts";
import styles from "./mail.module.css";

type Message = NonNullable<MailMessageQuery["mailMessage"]>;

export const handle = {
  crumbs: ({ message }: { message: Message }) => [
    { label: "Mail", href: "/mail" },
    { label: message.subject },
  ],
};
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.message.subject ?? "Mail"} · Engine Room` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { mailMessage } = await query({ request, context }, MailMessageDocument, { id: params.id ?? "" });
  return { message: found(mailMessage) };
}

export default function MailPage() {
  const { message } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title={message.subject} />
      <Section first title="Message" note={`to ${message.to}`}>
        <Facts
          facts={[
            { id: "at", label: "Written", value: <When instant={message.createdAt} /> },
            { id: "state", label: "State", value: <MailStatus state={message.state} /> },
          ]}
        />
        <div className={styles.text}>
          {message.text
            .trim()
            .split("\n")
            .map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one message never move
              <p key={index}>{isLink(line) ? <a href={line}>{line}</a> : line || "\u00a0"}</p>
            ))}
        </div>
      </Section>
    </>
  );
}

function isLink(line: string): boolean {
  return /^https?:\/\/\S+$/.test(line);
}
