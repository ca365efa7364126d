import type { ReactNode } from "react";
import { AppShell } from "./app-shell.tsx";

/** The frame of the pages before the session: nothing in it belongs to anybody. */
export function SignInShell({ children }: { children: ReactNode }) {
  return (
    <AppShell
      nav={[
        { label: "Catalogue", href: "/catalogue" },
        { label: "Sign in", href: "/sign-in", current: true },
      ]}
    >
      {children}
    </AppShell>
  );
}
