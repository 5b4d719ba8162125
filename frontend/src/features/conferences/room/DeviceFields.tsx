import { useTranslation } from "react-i18next";
import { SelectField } from "@/components/Select";
import styles from "./DeviceFields.module.css";
import type { Choice, Found } from "./devices";
import { Meter } from "./Meter";

type Props = {
  found: Found;
  /** What is open, if anything is. */
  stream: MediaStream | null;
  choice: Choice;
  onChoice: (changes: Partial<Choice>) => void;
  /** Whether it is shown how loud one is. */
  listened: boolean;
};

/** Which microphone and which camera. */
export function DeviceFields({ found, stream, choice, onChoice, listened }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.devices}>
      <Chooser
        label={t("conference.check.microphone")}
        devices={found.microphones}
        chosen={choice.microphone ?? inUse(stream?.getAudioTracks())}
        onChosen={(microphone) => onChoice({ microphone })}
        aside={<Meter stream={listened ? stream : null} key={String(listened)} />}
      />
      <Chooser
        label={t("conference.check.camera")}
        devices={found.cameras}
        chosen={choice.camera ?? inUse(stream?.getVideoTracks())}
        onChosen={(camera) => onChoice({ camera })}
      />
    </div>
  );
}

function inUse(tracks: MediaStreamTrack[] | undefined): string {
  return tracks?.[0]?.getSettings().deviceId ?? "";
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
