import { Menu as Base } from "@base-ui/react/menu";
import type { LucideIcon } from "lucide-react";
import { Ellipsis } from "lucide-react";
import type { ReactElement } from "react";
import { Icon } from "./Icon";
import { landmark } from "./landmark";
import styles from "./Menu.module.css";

export type MenuAction = { label: string; icon: LucideIcon; danger?: boolean; run: () => void };

type Props = {
  label: string;
  actions: readonly MenuAction[];
  small?: boolean;
  /** What is drawn instead of three dots. */
  icon?: LucideIcon;
  /** A button of another look that opens it. */
  trigger?: ReactElement;
};

/** What else one can do, behind three dots. */
export function Menu({ label, actions, small = false, icon = Ellipsis, trigger }: Props) {
  if (actions.length === 0) return null;
  return (
    <Base.Root>
      {trigger ? (
        <Base.Trigger render={trigger} />
      ) : (
        <Base.Trigger
          className={`${styles.trigger} ${small ? styles.small : ""}`}
          aria-label={label}
        >
          <Icon of={icon} small={small && icon !== Ellipsis} />
        </Base.Trigger>
      )}
      <Base.Portal {...landmark}>
        <Base.Positioner className={styles.positioner} sideOffset={6} align="end">
          <Base.Popup className={styles.popup}>
            {actions.map((action) => (
              <Base.Item
                key={action.label}
                className={`${styles.item} ${action.danger ? styles.danger : ""}`}
                onClick={action.run}
              >
                <Icon of={action.icon} />
                {action.label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
