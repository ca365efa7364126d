import { useNavigate } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { type ButtonVariant, buttonClass } from "./button.tsx";
import { Icon } from "./icon.tsx";
import styles from "./overlay.module.css";

export interface MenuAction {
  id: string;
  label: string;
  /** Goes to a page, or `onAction` does something here. */
  href?: string;
  onAction?: () => void;
  danger?: boolean;
  disabled?: boolean;
}

export interface ActionMenuProps {
  label: ReactNode;
  items: readonly MenuAction[];
  variant?: ButtonVariant;
  size?: "normal" | "small";
}

/** Actions that do not deserve a button each. It needs JavaScript: never the only way. */
export function ActionMenu({ label, items, variant, size }: ActionMenuProps) {
  const navigate = useNavigate();
  return (
    <MenuTrigger>
      <Button className={buttonClass({ variant, size })}>
        {label}
        <Icon name="chevron" />
      </Button>
      <Popover className={styles.popover ?? ""} placement="bottom end">
        <Menu
          className={styles.menu ?? ""}
          disabledKeys={items.filter((item) => item.disabled).map((item) => item.id)}
        >
          {items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              className={styles.item ?? ""}
              data-danger={item.danger || undefined}
              onAction={() => (item.href ? navigate(item.href) : item.onAction?.())}
            >
              {item.label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
