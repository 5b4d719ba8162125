import { useTranslation } from "react-i18next";
import { Doorway } from "@/components/Doorway";
import { Link } from "@/components/Link";
import { useTitle } from "@/lib/title";
import { Ask } from "../components/Ask";
import { Gathering } from "../components/Gathering";
import styles from "./accounts.module.css";

export default function ForgotPassword() {
  const { t } = useTranslation();
  useTitle(t("account.forgotten.title"));
  return (
    <Doorway aside={<Gathering />}>
      <Ask
        purpose="reset"
        title={t("account.forgotten.title")}
        text={t("account.forgotten.text")}
        button={t("account.forgotten.button")}
        below={
          <p className={styles.other}>
            <Link to="/sign-in" className={styles.link}>
              {t("account.forgotten.back")}
            </Link>
          </p>
        }
      />
    </Doorway>
  );
}
