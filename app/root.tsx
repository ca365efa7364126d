import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useNavigate,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { RouterProvider } from "react-aria-components";
import { DraftKeeper } from "./components/draft-keeper.tsx";
import { LocaleProvider } from "./components/locale.tsx";
import { ProblemPage } from "./components/problem-page.tsx";
import { themeOf } from "./session.server.ts";
import "./styles/index.css";

const LOCALE = "en-US";

export const meta: MetaFunction = () => [{ title: "Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  return { theme: themeOf(request), nonce: context.nonce, requestId: context.requestId };
}

export function Layout({ children }: { children: ReactNode }) {
  const facts = useRouteLoaderData<typeof loader>("root");
  return (
    <html lang="en" {...(facts?.theme ? { "data-theme": facts.theme } : {})}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        <LocaleProvider locale={LOCALE}>{children}</LocaleProvider>
        <ScrollRestoration {...(facts ? { nonce: facts.nonce } : {})} />
        <Scripts {...(facts ? { nonce: facts.nonce } : {})} />
      </body>
    </html>
  );
}

export default function App() {
  useLoaderData<typeof loader>();
  const navigate = useNavigate();
  return (
    <RouterProvider navigate={navigate}>
      <DraftKeeper />
      <Outlet />
    </RouterProvider>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const facts = useRouteLoaderData<typeof loader>("root");
  return <ProblemPage error={error} requestId={facts?.requestId} />;
}
