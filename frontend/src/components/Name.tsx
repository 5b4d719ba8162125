import { useTranslation } from "react-i18next";
import { profileOf } from "@/lib/places";
import type { Pictured } from "./Face";
import { Link } from "./Link";
import styles from "./Name.module.css";

type Props = { person: Pictured /** Without a way to the profile. */; plain?: boolean };

/** Somebody's name, with a link where there is a profile to go to. */
export function Name({ person, plain = false }: Props) {
  const { t } = useTranslation();
  if (!person.full_name) return <span className={styles.gone}>{t("network.deleted")}</span>;
  const name = <bdi>{person.full_name}</bdi>;
  if (plain || !person.id) return name;
  return (
    <Link to={profileOf(person.id)} className={styles.name}>
      {name}
    </Link>
  );
}
