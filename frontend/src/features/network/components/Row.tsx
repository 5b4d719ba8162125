import { UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Menu } from "@/components/Menu";
import { PersonRow } from "@/components/PersonRow";
import type { Conference, PersonRow as Person } from "@/generated/api";
import { joining, writingTo } from "@/lib/places";
import { useDeeds } from "./Deeds";
import { useStanding } from "./relation";

type Props = {
  person: Person;
  live: Conference | undefined;
  /** Whether nobody else in sight is live, so that joining may be the filled button. */
  only: boolean;
};

/** Somebody in a list, with what one can do as one stands to that one. */
export function Row(props: Props) {
  const { person, live } = props;
  const deeds = useDeeds(person);
  const standing = useStanding(person);
  return (
    <PersonRow
      person={{ ...person, bio: person.bio ?? person.location }}
      live={live && { since: live.broadcast_at }}
      relation={deeds.declining ? undefined : standing}
      actions={!deeds.declining && <Actions {...props} deeds={deeds} />}
    />
  );
}

function Actions({ person, live, only, deeds }: Props & { deeds: ReturnType<typeof useDeeds> }) {
  const { t } = useTranslation();
  const name = person.full_name;
  if (person.standing === "connected") {
    return (
      <>
        {live ? (
          <ButtonLink
            {...joining(live.id)}
            look={only ? "filled" : "outlined"}
            size="small"
            aria-label={t("common.card.join-whom", { name })}
          >
            {t("common.card.join")}
          </ButtonLink>
        ) : (
          <ButtonLink
            to={writingTo(person.id)}
            size="small"
            aria-label={t("network.message-whom", { name })}
          >
            {t("network.message")}
          </ButtonLink>
        )}
        <Menu
          small
          label={t("network.more", { name })}
          actions={[...(live ? [deeds.write] : []), deeds.disconnect, ...deeds.others]}
        />
      </>
    );
  }
  if (person.standing === "incoming") {
    return (
      <>
        <Button
          size="small"
          busy={deeds.busy}
          onClick={() => deeds.step("approve")}
          aria-label={t("network.approve-whom", { name })}
        >
          {t("network.approve")}
        </Button>
        <Button
          data-quiet
          look="quiet"
          size="small"
          busy={deeds.busy}
          onClick={deeds.decline}
          aria-label={t("network.decline-whom", { name })}
        >
          {t("network.decline")}
        </Button>
      </>
    );
  }
  if (person.standing === "outgoing") {
    return (
      <Button
        data-quiet
        look="quiet"
        size="small"
        busy={deeds.busy}
        onClick={deeds.cancel}
        aria-label={t("network.cancel-whom", { name })}
      >
        {t("network.cancel")}
      </Button>
    );
  }
  if (person.standing !== "stranger") return null;
  return (
    <>
      <Button
        size="small"
        busy={deeds.busy}
        onClick={() => deeds.step("ask")}
        aria-label={t("network.connect-whom", { name })}
      >
        <Icon of={UserPlus} small />
        {t("network.connect")}
      </Button>
      {person.messageable && (
        <ButtonLink
          data-quiet
          to={writingTo(person.id)}
          look="quiet"
          size="small"
          aria-label={t("network.message-whom", { name })}
        >
          {t("network.message")}
        </ButtonLink>
      )}
    </>
  );
}
