import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import { Face } from "./Face";
import { Icon } from "./Icon";
import { Link } from "./Link";
import styles from "./PhoneHead.module.css";

type Props = {
  /** Nothing where the page's own heading stands below it. */
  title?: string;
  /** Where one came from; without it, one's own face is there. */
  back?: { to: string; label: string };
  /** Square buttons beside the title. */
  actions?: ReactNode;
};

/** On phones, the head of a page with its title, in the place of the shell's own. */
export function PhoneHead({ title, back, actions }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <header className={styles.head} data-phone-head>
      {back && (
        <Link to={back.to} className={styles.back} aria-label={back.label}>
          <Icon of={ArrowLeft} directional />
        </Link>
      )}
      {title ? (
        <h1 className={back ? styles.small : styles.title}>{title}</h1>
      ) : (
        <span className={styles.title} />
      )}
      {actions}
      {!back && (
        <Link to="/settings" className={styles.self} aria-label={t("nav.settings")}>
          <Face person={me} size={32} />
        </Link>
      )}
    </header>
  );
}
