import { Flag } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Kind } from "@/components/Kind";
import { ReportDialog } from "@/components/ReportDialog";
import type { Conference } from "@/generated/api";
import styles from "./Entrance.module.css";
import { Share } from "./Share";

/** What it is about, for whom it is, and how to tell others, or the moderators. */
export function About({ conference }: { conference: Conference }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={styles.what}>
        <bdi>{conference.title}</bdi>
      </h2>
      {conference.description && (
        <p className={styles.description}>
          <bdi>{conference.description}</bdi>
        </p>
      )}
      <div className={styles.facts}>
        <Kind of={conference.visibility} />
        {conference.locked && conference.state !== "finished" && (
          <span className={styles.locked}>· {t("conference.locked")}</span>
        )}
        <span className={styles.deeds}>
          {conference.state !== "finished" && <Share conference={conference} />}
          {!conference.mine && <Report conference={conference} />}
        </span>
      </div>
    </>
  );
}

function Report({ conference: { id, title } }: { conference: Conference }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" size="small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon of={Flag} small />
        {t("moderation.report.action")}
      </Button>
      <ReportDialog
        open={open}
        onClose={() => setOpen(false)}
        about={{ conference_id: id }}
        name={title}
      />
    </>
  );
}
