import { Link } from "@remix-run/react";
import { worstOf } from "../../components/attestations.tsx";
import { numberText } from "../../components/count-words.ts";
import { When } from "../../components/date-time.tsx";
import { behindHeadline } from "../../components/engagement-table.tsx";
import { borderWord, capitalised, standingWord, targetText } from "../../components/level-words.ts";
import { Status } from "../../components/status.tsx";
import type { TodoItem } from "../../components/todo-list.tsx";
import type { Urgent } from "./route.tsx";

/** One engagement's reason as a line to act on. */
export function urgentItem(row: Urgent): TodoItem {
  const words = wordsOf(row);
  return {
    id: row.engagementId,
    status: words.status,
    text: `${row.buyer} · ${row.title} — ${words.text}`,
    sub: words.sub,
    action: <Link to={`/engagements/${row.engagementId}${words.tab}`}>{words.action}</Link>,
  };
}

type Words = { status: React.ReactNode; text: string; sub: React.ReactNode; action: string; tab: string };

function levelWords(row: Urgent) {
  const { headline } = row;
  const direction = headline?.direction ?? "higher";
  return {
    level: headline
      ? `${headline.name} at ${headline.measured ?? "—"} ${headline.unit}, target ${targetText(headline)}`
      : "",
    border: headline ? `${borderWord(direction)} ${headline.minimum} ${headline.unit}` : "",
    behind: headline ? behindHeadline(row.month, headline) : "",
    rows: headline ? `/service-levels/${headline.levelId}?month=${row.month}` : "/service-levels",
    standing: (status: string) => capitalised(standingWord(status, direction)),
  };
}

function wordsOf(row: Urgent): Words {
  const { level, border, behind, rows, standing } = levelWords(row);
  const attestation = worstOf(row.attestations).text;
  const soon =
    row.dueSoon === 1
      ? "1 item reaches its limit within a day"
      : `${numberText(row.dueSoon)} items reach their limit within a day`;
  switch (row.need) {
    case "level_failed":
      return {
        status: <Status tone="breached">{standing("failed")}</Status>,
        text: level,
        sub: `${capitalised(border)}, on ${behind}; ${numberText(row.overdue)} open past their limit`,
        action: "Open the misses",
        tab: rows,
      };
    case "level_missed":
      return {
        status: <Status tone="risk">{standing("missed")}</Status>,
        text: level,
        sub: `Within its ${border}, on ${behind}`,
        action: "Open the misses",
        tab: rows,
      };
    case "attestation_lapsed":
      return {
        status: <Status tone="breached">Attestation lapsed</Status>,
        text: attestation,
        sub: `${row.provider}; nothing new can be signed until it is renewed`,
        action: "Open engagement",
        tab: "",
      };
    case "attestation_lapses":
      return {
        status: <Status tone="risk">Attestation ends</Status>,
        text: attestation,
        sub: `${row.provider}; the contract requires it`,
        action: "Open engagement",
        tab: "",
      };
    case "breach_near":
      return {
        status: (
          <Status tone="risk">
            {row.nextDue ? (
              <>
                Breach by <When instant={row.nextDue} zone={row.zone} format="time" />
              </>
            ) : (
              "Breach near"
            )}
          </Status>
        ),
        text: soon,
        sub: openText(row),
        action: "Open the work",
        tab: "/work",
      };
    default:
      return {
        status: <Status tone="held">Waiting on buyer</Status>,
        text: `${numberText(row.waitingOnBuyer)} of ${numberText(row.openItems)} open items wait for the buyer`,
        sub: "Their clocks stand still until the buyer answers",
        action: "Open the work",
        tab: "/work",
      };
  }
}

function openText(row: Urgent): string {
  const open = `${numberText(row.openItems)} open, ${numberText(row.overdue)} past their limit already`;
  return `${open}, ${numberText(row.waitingOnBuyer)} waiting for the buyer`;
}
