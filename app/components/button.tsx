import { Link, type LinkProps } from "@remix-run/react";
import type { ButtonHTMLAttributes } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";

export type ButtonVariant = "primary" | "default" | "quiet" | "danger";

interface Look {
  variant?: ButtonVariant;
  size?: "normal" | "small";
}

export type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement>;
export type ButtonLinkProps = Look & LinkProps;

/** A button that does something on this page; `SubmitButton` sends a form. One primary a page. */
export function Button({ variant, size, className, type = "button", ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={classNames(buttonClass({ variant, size }), className)} />;
}

/** A link that stands among buttons: it goes somewhere and opens in a new tab like any link. */
export function ButtonLink({ variant, size, className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={classNames(buttonClass({ variant, size }), className)} />;
}

/** The class of a button, for elements that other components own (a summary, a menu trigger). */
export function buttonClass({ variant = "default", size = "normal" }: Look): string {
  return classNames(styles.button, styles[variant], size === "small" && styles.small) ?? "";
}
