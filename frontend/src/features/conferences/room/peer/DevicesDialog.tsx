import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { DeviceFields } from "../DeviceFields";
import { useFound } from "../found";
import type { Call } from "./call";
import type { OwnView } from "./own";

type Props = { call: Pick<Call, "own">; own: OwnView; open: boolean; onClose: () => void };

/** Another microphone or camera, without leaving the call; what is not in use, for the next time. */
export function DevicesDialog({ call, own, open, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t("conference.check.label")}>
      <Fields call={call} own={own} />
    </Dialog>
  );
}

function Fields({ call, own }: Pick<Props, "call" | "own">) {
  const { sound, camera, audio, choice } = own;
  const found = useFound(sound ?? own.picture);
  return (
    <DeviceFields
      found={found}
      microphone={sound?.getAudioTracks()[0] ?? null}
      camera={camera}
      choice={choice}
      listened={audio ? sound : null}
      onChoice={(chosen) => {
        if (chosen.microphone) void call.own.choose("microphone", chosen.microphone);
        if (chosen.camera) void call.own.choose("camera", chosen.camera);
      }}
    />
  );
}
