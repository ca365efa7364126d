import { useState } from "react";
import { AppShell } from "../../components/app-shell.tsx";
import { Button } from "../../components/button.tsx";
import { CommandMenu } from "../../components/command-menu.tsx";
import { ZoneProvider } from "../../components/locale.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { ThemeToggle } from "../../components/theme-toggle.tsx";
import { Toasts } from "../../components/toast.tsx";
import { FigureParts } from "./figure-parts.tsx";
import { FormParts } from "./form-parts.tsx";
import { MessageParts } from "./message-parts.tsx";
import { PaperParts } from "./paper-parts.tsx";
import { COMMANDS, NAV, SAVED_VIEWS } from "./sample-frame.ts";
import { TableParts } from "./table-parts.tsx";
import { TokenParts } from "./token-parts.tsx";
import { WorkParts } from "./work-parts.tsx";

export function meta() {
  return [{ title: "Design · Engine Room" }, { name: "robots", content: "noindex" }];
}

/** Every part of the interface in every state, with invented but plausible content. */
export default function DesignPage() {
  const [toastCount, setToastCount] = useState(0);
  return (
    <ZoneProvider zone="Europe/Warsaw">
      <AppShell
        nav={NAV}
        groups={[{ label: "Saved views", items: SAVED_VIEWS }]}
        who={{ name: "Ada Lindqvist", role: "Account manager", organisation: "Northern accounts" }}
        crumbs={[{ label: "Home", href: "/" }, { label: "Design" }]}
        find={<CommandMenu commands={COMMANDS} searchHref="/search" />}
        footer={<ThemeToggle current="system" />}
      >
        <PageHead
          title="Every part, in every state"
          lead={
            <>
              Light and dark come from one block of tokens: switch with Theme in the rail. Print this page
              to see what paper gets. All names and figures here are invented.
            </>
          }
          actions={
            <>
              <Button onClick={() => setToastCount(toastCount + 1)}>Show a toast</Button>
              <Button variant="primary">The one primary action</Button>
            </>
          }
        />
        <TokenParts />
        <WorkParts />
        <TableParts />
        <FigureParts />
        <FormParts />
        <PaperParts />
        <MessageParts />
        <Toasts
          messages={Array.from({ length: toastCount }, (_, index) => ({
            id: `toast ${index}`,
            tone: index % 2 === 0 ? ("success" as const) : ("error" as const),
            text:
              index % 2 === 0 ? "Statement approved." : "The statement changed while you were reading it.",
          }))}
        />
      </AppShell>
    </ZoneProvider>
  );
}
