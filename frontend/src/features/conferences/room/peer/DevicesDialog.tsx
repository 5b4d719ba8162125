import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { DeviceFields } from "../DeviceFields";
import { useFound } from "../devices";
import type { Call } from "./call";
import type { OwnView } from "./own";

type Props = { call: Call; own: OwnView; open: boolean; onClose: () => void };

/** Another microphone or camera, without leaving the call. */
export function DevicesDialog({ call, own, open, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t("conference.check.label")}>
      <Fields call={call} own={own} />
    </Dialog>
  );
}

function Fields({ call, own }: Pick<Props, "call" | "own">) {
  const found = useFound(own.sound ?? own.picture);
  return (
    <DeviceFields
      found={found}
      stream={own.sound}
      choice={own.choice}
      listened={own.audio}
      onChoice={({ microphone, camera }) => {
        if (microphone) void call.own.choose("microphone", microphone);
        if (camera) void call.own.choose("camera", camera);
      }}
    />
  );
}
