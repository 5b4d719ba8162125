import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/Checkbox";
import { Dialog } from "@/components/Dialog";
import { useKeysWanted } from "../keys";
import styles from "./KeysDialog.module.css";

type Props = { open: boolean; onClose: () => void };

const KEYS = ["m", "v", "s", "h", "c"] as const;

/** Which letter does what, and whether they do. */
export function KeysDialog({ open, onClose }: Props) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useKeysWanted();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("room.keys.title")}
      description={t("room.keys.text")}
    >
      <dl className={styles.keys}>
        {KEYS.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{key.toUpperCase()}</kbd>
            </dt>
            <dd>{t(`room.keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
      <Checkbox checked={wanted} onChecked={setWanted}>
        {t("room.keys.wanted")}
      </Checkbox>
    </Dialog>
  );
}
