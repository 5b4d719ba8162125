import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useClosedByBack } from "@/lib/closing";
import styles from "./Dialog.module.css";
import { Icon } from "./Icon";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One sentence below the title. */
  description?: ReactNode;
  /** Whether it shows what is shown this once: neither Escape nor a press beside it closes it then. */
  once?: boolean;
  children: ReactNode;
};

/** A dialog; on a phone it is a sheet at the bottom. */
export function Dialog({ open, onClose, title, description, once = false, children }: Props) {
  const { t } = useTranslation();
  const popup = useRef<HTMLDivElement>(null);
  useClosedByBack(open, onClose);
  return (
    <Base.Root
      open={open}
      onOpenChange={(opened, { reason }) =>
        !opened && !(once && reason === "escape-key") && onClose()
      }
      disablePointerDismissal={once}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            ref={popup}
            className={styles.dialog}
            // What is to be filled in, else the first that can be reached; by touch, no keyboard jumps up.
            initialFocus={(how) => (how === "touch" ? true : (firstField(popup.current) ?? true))}
          >
            <div className={styles.head}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              <Base.Close className={styles.close} aria-label={t("common.dialog.close")}>
                <Icon of={X} />
              </Base.Close>
            </div>
            {description && (
              <Base.Description className={styles.text}>{description}</Base.Description>
            )}
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

function firstField(popup: HTMLElement | null): HTMLElement | null {
  return popup?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select") ?? null;
}

/** The actions at the end of a dialog; on a phone the first is nearest to the thumb. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
