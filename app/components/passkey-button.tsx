import { useNavigation, useSubmit } from "@remix-run/react";
import { type MouseEvent, type ReactNode, useState } from "react";
import { type ButtonVariant, buttonClass } from "./button.tsx";
import { Notice } from "./notice.tsx";

export interface PasskeyButtonProps {
  /** What the device is asked for: to sign in, to add a passkey, to confirm that it is you. */
  purpose: "sign-in" | "add" | "confirm";
  variant?: ButtonVariant;
  children: ReactNode;
}

/**
 * Asks the device for a passkey and sends its answer with the rest of the form that it stands in, as
 * `response` with the intent `passkey`. The server judges the answer; here only its absence is told.
 */
export function PasskeyButton({ purpose, variant = "default", children }: PasskeyButtonProps) {
  const submit = useSubmit();
  const { state } = useNavigation();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const ask = async (event: MouseEvent<HTMLButtonElement>) => {
    const { form } = event.currentTarget;
    if (form && !form.reportValidity()) return;
    setAsking(true);
    setProblem(null);
    try {
      const data = new FormData(form ?? undefined);
      data.set("intent", "passkey");
      data.set("response", JSON.stringify(await answerOf(purpose)));
      submit(data, { method: "post" });
    } catch (error) {
      setProblem(wordsFor(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      <button
        type="button"
        className={buttonClass({ variant })}
        disabled={asking || state !== "idle"}
        onClick={ask}
      >
        {children}
      </button>
      {problem ? <Notice tone="error" title={problem} live /> : null}
    </>
  );
}

async function answerOf(purpose: PasskeyButtonProps["purpose"]): Promise<unknown> {
  const answer = await fetch("/passkey-question", {
    method: "POST",
    body: new URLSearchParams({ purpose }),
  });
  if (!answer.ok) throw new Refused();
  const optionsJSON = await answer.json();
  // Only who presses the button loads the library.
  const { startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
  return purpose === "add" ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON });
}

/** The server asks no passkey now. */
class Refused extends Error {}

function wordsFor(error: unknown): string {
  if (error instanceof Refused) return "That did not work. Load the page again, or wait a few minutes.";
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") return "This device has a passkey for you already.";
  if (name === "NotAllowedError" || name === "AbortError") return "The device gave no passkey. Try again.";
  return "This browser or address cannot use passkeys.";
}
