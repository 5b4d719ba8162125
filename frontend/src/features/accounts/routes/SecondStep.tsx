import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Doorway } from "@/components/Doorway";
import { Link } from "@/components/Link";
import { learnGuard } from "@/lib/guard";
import { useTitle } from "@/lib/title";
import { wantedPage } from "@/lib/wanted";
import type { Opened } from "../api/sign-in";
import CodeForm from "../components/CodeForm";
import { Gathering } from "../components/Gathering";
import Passkey from "../components/Passkey";
import { useEntering } from "../entering";
import { wantedToStay } from "../stay";
import styles from "./accounts.module.css";

export const learn = learnGuard;

/** Where one goes on who has shown the password, or is back from another service, and has a second step to do. */
export default function SecondStep() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const enter = useEntering();
  const wanted = wantedPage(search.get("next"));
  const go = (opened: Opened) => enter(opened, wanted);
  useTitle(t("guard.second-step.title"));
  return (
    <Doorway aside={<Gathering />}>
      <h1>{t("guard.second-step.title")}</h1>
      <CodeForm onOpened={go}>
        <Passkey stay={wantedToStay()} onOpened={go} />
        <p className={styles.other}>
          <Link to={`/sign-in?next=${encodeURIComponent(wanted)}`} className={styles.link}>
            {t("guard.second-step.back")}
          </Link>
        </p>
      </CodeForm>
    </Doorway>
  );
}
