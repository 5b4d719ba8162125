import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import type { Conference } from "@/generated/api";
import { noteSessionEnd } from "@/lib/session";
import type { Departure } from "../room/protocol";
import styles from "../routes/Conference.module.css";
import { useSpeaker } from "./states";

type Props = { conference: Conference; reason: Departure; enter: () => void };

/** One was in, and is not any more: why, and the ways on. */
export function Ended({ conference, reason, enter }: Props) {
  const { t } = useTranslation();
  const name = useSpeaker(conference);
  const home = (
    <ButtonLink to="/home" look="filled" size="large">
      {t("common.missing.home")}
    </ButtonLink>
  );
  const ways: Partial<Record<Departure, React.ReactNode>> = {
    replaced: (
      <Button look="filled" size="large" onClick={enter}>
        {t("room.ended.replaced.here")}
      </Button>
    ),
    "signed-out": (
      <Button look="filled" size="large" onClick={() => noteSessionEnd(true)}>
        {t("room.ended.signed-out.again")}
      </Button>
    ),
    suspended: (
      <Button look="filled" size="large" onClick={() => noteSessionEnd(true, true)}>
        {t("room.ended.suspended.more")}
      </Button>
    ),
  };
  return (
    <main className={styles.empty}>
      <Empty title={t(`room.ended.${reason}.title`, { name })} actions={ways[reason] ?? home}>
        {t(`room.ended.${reason}.text`, { name })}
      </Empty>
    </main>
  );
}
