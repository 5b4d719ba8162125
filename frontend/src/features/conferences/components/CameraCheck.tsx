import { Mic, MicOff, Video, VideoOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Chip } from "@/components/Chip";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { useMe } from "@/lib/me";
import { DeviceFields } from "../room/DeviceFields";
import { type Devices, useDevices } from "../room/preview";
import styles from "./CameraCheck.module.css";

type Props = {
  /** Where the browser lets it, it begins by itself. */
  byItself: boolean;
};

/** How one will be seen and heard, before one is. */
export function CameraCheck({ byItself }: Props) {
  const { t } = useTranslation();
  const devices = useDevices(byItself);
  const { stream, choice, choose } = devices;
  const { muted, cameraOff } = choice;
  return (
    <section aria-label={t("conference.check.label")}>
      <Preview devices={devices} />
      <div className={styles.buttons}>
        <Button onClick={() => choose({ muted: !muted })}>
          <Icon of={muted ? MicOff : Mic} />
          {t(muted ? "conference.check.unmute" : "conference.check.mute")}
        </Button>
        <Button onClick={() => choose({ cameraOff: !cameraOff })}>
          <Icon of={cameraOff ? VideoOff : Video} />
          {t(cameraOff ? "conference.check.start-camera" : "conference.check.stop-camera")}
        </Button>
      </div>
      <DeviceFields
        found={devices}
        microphone={stream?.getAudioTracks()[0] ?? null}
        camera={stream?.getVideoTracks()[0] ?? null}
        choice={choice}
        onChoice={choose}
        listened={muted ? null : stream}
      />
    </section>
  );
}

function Preview({ devices }: { devices: Devices }) {
  const { t } = useTranslation();
  const me = useMe();
  const { stream, hindrance, start } = devices;
  const seen = stream && stream.getVideoTracks().length > 0;
  return (
    <div className={styles.preview}>
      {seen && <Picture stream={stream} />}
      {stream && !seen && <Face person={me} size={96} />}
      {stream && <Chip>{t("conference.check.you")}</Chip>}
      {stream && hindrance && (
        <p className={styles.without} role="alert">
          {t(seen ? "conference.check.unheard" : "conference.check.unseen")}
        </p>
      )}
      {!stream && (
        <div className={styles.asking}>
          <p role={hindrance ? "alert" : undefined}>
            {t(hindrance ? `conference.check.${hindrance}` : "conference.check.text")}{" "}
            {hindrance && t("conference.check.without")}
          </p>
          <Button size="small" onClick={start}>
            {t(hindrance ? "problem.retry" : "conference.check.try")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Picture({ stream }: { stream: MediaStream }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  // Oneself, without sound: there is nothing to caption.
  return <video ref={video} className={styles.video} autoPlay playsInline muted />;
}
