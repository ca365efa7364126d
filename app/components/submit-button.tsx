import { useFormAction, useNavigation } from "@remix-run/react";
import type { MouseEvent } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { VisuallyHidden } from "./visually-hidden.tsx";

export interface SubmitButtonProps extends ButtonProps {
  /** Given where a fetcher sends the form; otherwise read from the navigation. */
  pending?: boolean;
}

/**
 * Sends the form around it. While the answer is awaited it keeps its label and its focus and refuses a
 * second press; `aria-disabled` instead of `disabled`, because a disabled button drops the focus.
 */
export function SubmitButton({
  pending,
  variant = "primary",
  children,
  onClick,
  ...rest
}: SubmitButtonProps) {
  const sending = useSending({ name: rest.name, value: rest.value });
  const busy = pending ?? sending;

  function refuseSecondPress(event: MouseEvent<HTMLButtonElement>) {
    if (busy) event.preventDefault();
    else onClick?.(event);
  }

  return (
    <Button
      {...rest}
      type="submit"
      variant={variant}
      aria-disabled={busy || rest["aria-disabled"]}
      aria-busy={busy || undefined}
      onClick={refuseSecondPress}
    >
      {children}
      {busy ? <VisuallyHidden>, sending</VisuallyHidden> : null}
    </Button>
  );
}

/** True while this form, pressed with this button, is on its way. */
function useSending({ name, value }: { name?: string; value?: ButtonProps["value"] }): boolean {
  const navigation = useNavigation();
  const action = useFormAction();
  if (navigation.state === "idle" || !navigation.formData) return false;
  if (pathOf(navigation.formAction) !== pathOf(action)) return false;
  return name === undefined || navigation.formData.get(name) === String(value ?? "");
}

function pathOf(action: string | undefined): string | undefined {
  return action?.split("?")[0];
}
