import { Form, useNavigation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { type ButtonVariant, buttonClass } from "./button.tsx";
import styles from "./overlay.module.css";
import { SubmitButton } from "./submit-button.tsx";

export interface ConfirmProps {
  /** The button in the page. */
  label: ReactNode;
  variant?: ButtonVariant;
  size?: "normal" | "small";
  /** The question: "Terminate the engagement with Quaylink IT?" */
  title: ReactNode;
  /** What happens next, to whom, and whether it can be undone; fields may stand here. */
  children?: ReactNode;
  /** The verb again, never "OK". */
  confirmLabel: ReactNode;
  danger?: boolean;
  /** Where the form is posted; the page itself when left out. */
  action?: string;
  /** The pressed button's name and value, usually `intent`. */
  name?: string;
  value?: string;
  hidden?: Readonly<Record<string, string>>;
}

/** A question before something that cannot be taken back. It closes when the server has answered. */
export function Confirm(props: ConfirmProps) {
  const { label, variant, size, title, children, confirmLabel, danger = false, hidden = {} } = props;
  const [isOpen, setOpen] = useClosedAfterAnswer();
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className={buttonClass({ variant: variant ?? (danger ? "danger" : "default"), size })}>
        {label}
      </Button>
      <ModalOverlay className={styles.veil ?? ""} isDismissable>
        <Modal className={styles.modal ?? ""}>
          <Dialog className={styles.dialog ?? ""} role={danger ? "alertdialog" : "dialog"}>
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <Form method="post" action={props.action}>
              {Object.entries(hidden).map(([key, text]) => (
                <input key={key} type="hidden" name={key} value={text} />
              ))}
              <div className={styles.words}>{children}</div>
              <div className={styles.actions}>
                <SubmitButton name={props.name} value={props.value} variant={danger ? "danger" : "primary"}>
                  {confirmLabel}
                </SubmitButton>
                <Button slot="close" className={buttonClass({ variant: "quiet" })}>
                  Go back
                </Button>
              </div>
            </Form>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

/** Open state that ends when a submission that began while open has been answered. */
function useClosedAfterAnswer(): [boolean, (open: boolean) => void] {
  const { state } = useNavigation();
  const [isOpen, setOpen] = useState(false);
  const sent = useRef(false);

  useEffect(() => {
    if (isOpen && state === "submitting") sent.current = true;
    if (sent.current && state === "idle") {
      sent.current = false;
      setOpen(false);
    }
  }, [isOpen, state]);

  return [isOpen, setOpen];
}
