import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { DialogActions } from "@/components/Dialog";
import { keepFile } from "@/lib/file";
import styles from "./Guard.module.css";

type Props = { codes: readonly string[]; onKept: () => void };

/** The recovery codes, this once: to be copied, kept as a file, or printed. */
export function KeptCodes({ codes, onKept }: Props) {
  const { t } = useTranslation();
  const [said, setSaid] = useState("");
  const text = codes.join("\n");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t("guard.app.copied"));
    } catch {
      setSaid(t("guard.app.copy-failed"));
    }
  };
  const download = () =>
    keepFile(new Blob([`${text}\n`], { type: "text/plain" }), "wexstream-recovery-codes.txt");
  return (
    <div className={styles.kept}>
      <ol className={styles.codes} aria-label={t("guard.app.list")} dir="ltr" data-printed>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={styles.ways}>
        <Button size="small" onClick={() => void copy()}>
          {t("guard.app.copy")}
        </Button>
        <Button size="small" onClick={download}>
          {t("guard.app.download")}
        </Button>
        <Button size="small" onClick={() => print()}>
          {t("guard.app.print")}
        </Button>
      </div>
      <output className={styles.said}>{said}</output>
      <DialogActions>
        <Button look="filled" onClick={onKept}>
          {t("guard.app.kept")}
        </Button>
      </DialogActions>
    </div>
  );
}
