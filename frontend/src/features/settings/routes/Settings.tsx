import { ShieldCheck, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { PhoneHead } from "@/components/PhoneHead";
import { useMe } from "@/lib/me";
import { profileOf } from "@/lib/places";
import { useTitle } from "@/lib/title";
import { Address } from "../components/Address";
import { Appearance } from "../components/Appearance";
import { Blocked } from "../components/Blocked";
import { Contents } from "../components/Contents";
import { Data } from "../components/Data";
import { Language } from "../components/Language";
import { Mail } from "../components/Mail";
import { Profile } from "../components/Profile";
import { Security } from "../components/Security";
import { Sessions } from "../components/Sessions";
import { PARTS } from "../parts";
import styles from "./Settings.module.css";

export default function Settings() {
  const { t } = useTranslation();
  useTitle(t("settings.title"));
  return (
    <>
      <PhoneHead title={t("settings.title")} />
      <h1 className={styles.title}>{t("settings.title")}</h1>
      <Elsewhere />
      <div className={styles.settings}>
        <Contents parts={PARTS} />
        <div>
          <Profile />
          <Appearance />
          <Language />
          <Mail />
          <Address />
          <Security />
          <Sessions />
          <Blocked />
          <Data />
        </div>
      </div>
    </>
  );
}

/** On phones, the ways that the rail has elsewhere. */
function Elsewhere() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <div className={styles.elsewhere}>
      <ButtonLink to={profileOf(me.id)}>
        <Icon of={UserRound} small />
        {t("nav.profile")}
      </ButtonLink>
      {me.moderator && (
        <ButtonLink to="/moderation">
          <Icon of={ShieldCheck} small />
          {t("nav.moderation")}
        </ButtonLink>
      )}
    </div>
  );
}
