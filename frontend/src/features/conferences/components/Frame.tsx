import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Link } from "@/components/Link";
import { Logo } from "@/components/Logo";
import styles from "../routes/Conference.module.css";

/** What stands around a conference: the way back, and little else. */
export function Frame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  return (
    <>
      <header className={styles.head}>
        <Back />
        <Link to="/home" className={styles.logo}>
          <Logo />
        </Link>
        <span className={styles.grow} />
        {actions}
      </header>
      {children}
    </>
  );
}

export function Back() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const back = () => {
    const state: unknown = window.history.state;
    const within = typeof state === "object" && state !== null && "idx" in state && state.idx !== 0;
    void (within ? navigate(-1) : navigate("/home"));
  };
  return (
    <Button look="quiet" square aria-label={t("conference.back")} onClick={back}>
      <Icon of={ArrowLeft} directional />
    </Button>
  );
}
