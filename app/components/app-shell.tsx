import { Form, Link, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import styles from "./app-shell.module.css";
import { Breadcrumb, type Crumb } from "./breadcrumb.tsx";
import { buttonClass } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { BrandMark, Icon } from "./icon.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface NavItem {
  label: string;
  href: string;
  count?: number;
  /** The count needs the reader today. */
  hot?: boolean;
  /** Decided from the address when left out. */
  current?: boolean;
}

export interface NavGroup {
  label: string;
  items: readonly NavItem[];
}

export interface Who {
  name?: string;
  role: string;
  organisation: string;
  /** Changes the organisation or the role (a menu or a form). */
  switcher?: ReactNode;
  signOutAction?: string;
  /** Where the reader looks after how they sign in. */
  accountHref?: string;
}

export interface AppShellProps {
  nav: readonly NavItem[];
  groups?: readonly NavGroup[];
  who?: Who;
  crumbs?: readonly Crumb[];
  /** The "Find or do anything" button; `CommandMenu` brings its own. */
  find?: ReactNode;
  /** Under the who-block: the theme, help. */
  footer?: ReactNode;
  homeHref?: string;
  children: ReactNode;
}

/** The frame of every signed-in page: rail at the left, one bar on top, the page itself. */
export function AppShell(props: AppShellProps) {
  const { crumbs = [], find, homeHref = "/", children } = props;
  const { pathname } = useLocation();
  return (
    <div className={styles.app}>
      <a href="#main" className={styles.skip}>
        Skip to the page
      </a>
      <header className={styles.rail} data-screen-only>
        <div className={styles.stick}>
          <Link to={homeHref} className={styles.brand}>
            <BrandMark />
            Engine Room
          </Link>
          <div className={styles.wide}>
            <RailBody {...props} pathname={pathname} />
          </div>
          {/* The key closes the menu when the reader arrives at another page. */}
          <details className={styles.narrow} key={pathname}>
            <summary className={buttonClass({ size: "small" })}>
              <Icon name="menu" />
              Menu
            </summary>
            <div className={styles.drawer}>
              <RailBody {...props} pathname={pathname} />
            </div>
          </details>
        </div>
      </header>
      <div className={styles.page}>
        <div className={styles.bar} data-screen-only>
          <Breadcrumb crumbs={crumbs} />
          {find ? <search className={styles.search}>{find}</search> : null}
        </div>
        <main id="main" tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
    </div>
  );
}

function RailBody({ nav, groups = [], who, footer, pathname }: AppShellProps & { pathname: string }) {
  return (
    <>
      <nav aria-label="Main">
        <NavList items={nav} pathname={pathname} />
      </nav>
      {groups.map((group) => (
        <nav key={group.label} aria-label={group.label}>
          <small className={styles.group}>{group.label}</small>
          <NavList items={group.items} pathname={pathname} />
        </nav>
      ))}
      <div className={styles.who}>
        {who ? <WhoBlock who={who} /> : null}
        {footer}
      </div>
    </>
  );
}

function NavList({ items, pathname }: { items: readonly NavItem[]; pathname: string }) {
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item.href}>
          <Link
            to={item.href}
            prefetch="intent"
            aria-current={(item.current ?? standsIn({ pathname, href: item.href })) ? "page" : undefined}
          >
            <span>{item.label}</span>
            {item.count === undefined ? null : (
              <span className={classNames(styles.count, item.hot && styles.hot)}>
                {item.count}
                {item.hot ? <VisuallyHidden> need you</VisuallyHidden> : null}
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function WhoBlock({ who }: { who: Who }) {
  return (
    <>
      <small>{who.role}</small>
      <div>{who.organisation}</div>
      {who.name ? (
        <small className={styles.name}>
          {who.accountHref ? (
            <Link to={who.accountHref}>
              {who.name}
              <VisuallyHidden>: your account</VisuallyHidden>
            </Link>
          ) : (
            who.name
          )}
        </small>
      ) : null}
      {who.switcher}
      <Form method="post" action={who.signOutAction ?? "/sign-out"}>
        <button type="submit" className={styles.signOut}>
          Sign out
        </button>
      </Form>
    </>
  );
}

/** A list page stays current on the pages below it; the home page only on itself. */
function standsIn({ pathname, href }: { pathname: string; href: string }): boolean {
  const path = href.split(/[?#]/)[0] ?? href;
  return href === path && (pathname === path || (path !== "/" && pathname.startsWith(`${path}/`)));
}
