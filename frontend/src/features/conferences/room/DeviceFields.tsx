import { useTranslation } from "react-i18next";
import { SelectField } from "@/components/Select";
import type { Choice } from "./choice";
import styles from "./DeviceFields.module.css";
import type { Found } from "./found";
import { Meter } from "./Meter";

type Props = {
  found: Found;
  /** What is open, if anything is. */
  microphone: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  choice: Choice;
  onChoice: (changes: Partial<Choice>) => void;
  /** Of what it is shown how loud it is. */
  listened: MediaStream | null;
};

/** Which microphone and which camera. */
export function DeviceFields({ found, microphone, camera, choice, onChoice, listened }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.devices}>
      <Chooser
        label={t("conference.check.microphone")}
        devices={found.microphones}
        chosen={[choice.microphone, idOf(microphone)]}
        onChosen={(id) => onChoice({ microphone: id })}
        aside={<Meter stream={listened} key={String(listened !== null)} />}
      />
      <Chooser
        label={t("conference.check.camera")}
        devices={found.cameras}
        chosen={[choice.camera, idOf(camera)]}
        onChosen={(id) => onChoice({ camera: id })}
      />
    </div>
  );
}

function idOf(track: MediaStreamTrack | null): string | null {
  return track?.getSettings().deviceId ?? null;
}

type ChooserProps = {
  label: string;
  devices: MediaDeviceInfo[];
  /** What was chosen, or else what is used: the first of these that is there. */
  chosen: (string | null)[];
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
  const known = chosen.find((id) => options.some(({ value }) => value === id));
  return (
    <SelectField
      label={label}
      options={options}
      value={known ?? options[0]?.value ?? ""}
      onValue={onChosen}
      disabled={named.length === 0}
      aside={aside}
    />
  );
}
