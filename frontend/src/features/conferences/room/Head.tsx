import { Info, Maximize, Minimize } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Icon } from "@/components/Icon";
import { Kind } from "@/components/Kind";
import { LiveMark } from "@/components/LiveMark";
import type { Conference } from "@/generated/api";
import { useWide } from "@/lib/wide";
import { About } from "../components/About";
import { Finish } from "../components/Finish";
import { Back } from "../components/Frame";
import { CopyLink, ShareMenu } from "../components/Share";
import { SpeakerMenu } from "../components/SpeakerMenu";
import styles from "./Room.module.css";
import { useFullScreen } from "./screen";

type Props = { conference: Conference };

/** What it is, since when it is live, and what one can do with all of it. */
export function Head({ conference }: Props) {
  const { t } = useTranslation();
  const wide = useWide();
  const { mine, speaker, title } = conference;
  return (
    <header className={styles.head}>
      <Back />
      <div className={styles.what}>
        <h1 tabIndex={-1}>
          <bdi>{title}</bdi>
        </h1>
        <p className={styles.whose}>
          <bdi>{speaker.full_name ?? t("conference.people.gone")}</bdi>
          {wide && (
            <>
              <span>·</span>
              <Kind of={conference.visibility} />
              {conference.locked && <span>· {t("conference.locked")}</span>}
            </>
          )}
        </p>
      </div>
      <LiveMark since={conference.broadcast_at} />
      {wide && <Wide conference={conference} />}
      {!wide && !mine && <ShareMenu conference={conference} alone />}
      {mine && <SpeakerMenu conference={conference} finishing={!wide} />}
    </header>
  );
}

/** What there is room for beside a title. */
function Wide({ conference }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const screen = useFullScreen();
  return (
    <>
      <div className={styles.ways}>
        <CopyLink conference={conference} small={false} />
        <ShareMenu conference={conference} />
        <Button
          look="quiet"
          square
          aria-label={t("room.about")}
          aria-haspopup="dialog"
          onClick={() => setAsking(true)}
        >
          <Icon of={Info} />
        </Button>
        {screen && (
          <Button
            look="quiet"
            square
            aria-label={t(screen.full ? "room.less-screen" : "room.full-screen")}
            onClick={screen.toggle}
          >
            <Icon of={screen.full ? Minimize : Maximize} />
          </Button>
        )}
      </div>
      {conference.mine && <Finish conference={conference} />}
      <Dialog open={asking} onClose={() => setAsking(false)} title={t("room.about")}>
        <About conference={conference} />
      </Dialog>
    </>
  );
}
