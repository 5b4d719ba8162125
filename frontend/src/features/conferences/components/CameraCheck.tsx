import { Mic, MicOff, Video, VideoOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { SelectField } from "@/components/Select";
import { useMe } from "@/lib/me";
import { type Devices, useDevices } from "../lib/devices";
import styles from "./CameraCheck.module.css";
import { Meter } from "./Meter";

/** How one will be seen and heard, before one is. */
export function CameraCheck() {
  const { t } = useTranslation();
  const devices = useDevices();
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
      <div className={styles.devices}>
        <Chooser
          label={t("conference.check.microphone")}
          devices={devices.microphones}
          chosen={choice.microphone ?? inUse(stream?.getAudioTracks())}
          onChosen={(microphone) => choose({ microphone })}
          aside={<Meter stream={muted ? null : stream} key={String(muted)} />}
        />
        <Chooser
          label={t("conference.check.camera")}
          devices={devices.cameras}
          chosen={choice.camera ?? inUse(stream?.getVideoTracks())}
          onChosen={(camera) => choose({ camera })}
        />
      </div>
    </section>
  );
}

function inUse(tracks: MediaStreamTrack[] | undefined): string {
  return tracks?.[0]?.getSettings().deviceId ?? "";
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
      {stream && <span className={styles.chip}>{t("conference.check.you")}</span>}
      {!stream && (
        <div className={styles.asking}>
          <p role={hindrance ? "alert" : undefined}>
            {t(hindrance ? `conference.check.${hindrance}` : "conference.check.text")}
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

type ChooserProps = {
  label: string;
  devices: MediaDeviceInfo[];
  chosen: string;
  onChosen: (id: string) => void;
  aside?: React.ReactNode;
};

function Chooser({ label, devices, chosen, onChosen, aside }: ChooserProps) {
  const { t } = useTranslation();
  const named = devices.map((device, index) => ({
    value: device.deviceId,
    label: device.label || `${label} ${index + 1}`,
  }));
  const options = named.length > 0 ? named : [{ value: "", label: t("conference.check.none") }];
  const known = options.some(({ value }) => value === chosen);
  return (
    <SelectField
      label={label}
      options={options}
      value={known ? chosen : (options[0]?.value ?? "")}
      onValue={onChosen}
      disabled={named.length === 0}
      aside={aside}
    />
  );
}
