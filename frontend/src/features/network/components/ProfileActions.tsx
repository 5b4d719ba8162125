import { Check, Mail, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Menu } from "@/components/Menu";
import type { Profile } from "@/generated/api";
import { useMe } from "@/lib/me";
import { writingTo } from "@/lib/places";
import { Deeds, useDeeds } from "./Deeds";
import styles from "./ProfileActions.module.css";
import { useSuspension } from "./Suspension";

type Props = { person: Profile; onBlocked: () => void };

/** What one can do about the person whose profile one sees; one's own can be edited. */
export function ProfileActions({ person, onBlocked }: Props) {
  return (
    <Deeds onBlocked={onBlocked}>
      <Actions person={person} />
    </Deeds>
  );
}

function Actions({ person }: { person: Profile }) {
  const { t } = useTranslation();
  const me = useMe();
  const deeds = useDeeds(person);
  const suspension = useSuspension(person);
  if (person.standing === "itself") {
    return (
      <div className={styles.actions}>
        <ButtonLink to="/settings">{t("network.edit")}</ButtonLink>
      </div>
    );
  }
  const active = person.state === "active";
  return (
    <div className={styles.actions}>
      {active ? (
        <>
          <Relating person={person} deeds={deeds} />
          <Menu
            label={t("network.more", { name: person.full_name })}
            actions={[...deeds.others, ...(me.moderator ? [suspension.suspend] : [])]}
          />
        </>
      ) : (
        <Button busy={suspension.restoring} onClick={suspension.restore}>
          {t("moderation.restore")}
        </Button>
      )}
      {suspension.dialogs}
    </div>
  );
}

type RelatingProps = { person: Profile; deeds: ReturnType<typeof useDeeds> };

function Relating({ person, deeds }: RelatingProps) {
  const { t } = useTranslation();
  if (deeds.declining) return null;
  if (person.standing === "connected") {
    return (
      <>
        <Message person={person} look="outlined" />
        <Menu
          label={t("network.standing.connected")}
          actions={[deeds.disconnect]}
          trigger={
            <Button look="quiet">
              <Icon of={Check} small />
              {t("network.standing.connected")}
            </Button>
          }
        />
      </>
    );
  }
  if (person.standing === "incoming") {
    return (
      <>
        <Button busy={deeds.busy} onClick={() => deeds.step("approve")}>
          {t("network.approve")}
        </Button>
        <Button look="quiet" busy={deeds.busy} onClick={deeds.decline}>
          {t("network.decline")}
        </Button>
      </>
    );
  }
  if (person.standing === "outgoing") {
    return (
      <>
        <Message person={person} look="outlined" />
        <Button look="quiet" busy={deeds.busy} onClick={deeds.cancel}>
          {t("network.cancel")}
        </Button>
      </>
    );
  }
  if (person.standing === "blocked") return null;
  return (
    <>
      <Button busy={deeds.busy} onClick={() => deeds.step("ask")}>
        <Icon of={UserPlus} small />
        {t("network.connect")}
      </Button>
      <Message person={person} look="quiet" />
    </>
  );
}

function Message({ person, look }: { person: Profile; look: "outlined" | "quiet" }) {
  const { t } = useTranslation();
  if (!person.messageable) return null;
  return (
    <ButtonLink to={writingTo(person.id)} look={look}>
      <Icon of={Mail} small />
      {t("network.message")}
    </ButtonLink>
  );
}
