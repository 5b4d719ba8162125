import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Erase } from "@/components/Erase";
import { TakeAlong } from "@/components/TakeAlong";
import { Trouble } from "@/components/Trouble";
import { useSignOut } from "@/lib/leaving";
import styles from "./Leaving.module.css";

/** What everybody may do, whatever the state of the account: leave, and take along what is theirs. */
export function Leaving({ hasPassword }: { hasPassword: boolean | null }) {
  const { t } = useTranslation();
  const { signOut, busy, error } = useSignOut();
  return (
    <section className={styles.leaving}>
      <h2 className={styles.title}>{t("account.leaving.title")}</h2>
      <Button wide busy={busy} onClick={signOut}>
        {t("account.leaving.sign-out")}
      </Button>
      {error && <Trouble error={error} />}
      <TakeAlong wide />
      <Erase hasPassword={hasPassword} wide />
    </section>
  );
}
