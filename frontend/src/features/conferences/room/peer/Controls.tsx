import {
  Ellipsis,
  Hand,
  Keyboard,
  LogOut,
  type LucideIcon,
  Maximize,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  Settings2,
  Video,
  VideoOff,
} from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "@/components/Icon";
import { Menu } from "@/components/Menu";
import { useWide } from "@/lib/wide";
import { useFullScreen } from "../screen";
import styles from "./Controls.module.css";
import type { Call } from "./call";
import { DevicesDialog } from "./DevicesDialog";
import { KeysDialog } from "./KeysDialog";
import type { OwnView } from "./own";

type Props = {
  call: Call;
  own: OwnView;
  hand: boolean;
  /** What the letters do as well. */
  acts: Record<"m" | "v" | "s" | "h", () => void>;
  onHangUp: () => void;
};

const CAN_SHARE = "mediaDevices" in navigator && "getDisplayMedia" in navigator.mediaDevices;

/** What one does in a call; each says in words what it does next. */
export function Controls({ call, own, hand, acts, onHangUp }: Props) {
  const { t } = useTranslation();
  const wide = useWide();
  const screen = useFullScreen();
  const [asking, setAsking] = useState<"devices" | "keys" | null>(null);
  const close = () => setAsking(null);
  const share = {
    label: t(own.screen ? "room.stop-sharing" : "room.share-screen"),
    icon: own.screen ? MonitorX : MonitorUp,
    run: acts.s,
  };
  return (
    <fieldset className={styles.controls} aria-label={t("room.controls")}>
      <Control
        icon={own.audio ? Mic : MicOff}
        word={t(own.audio ? "room.mute" : "room.unmute")}
        look={own.audio ? "usual" : "inverted"}
        keyName="m"
        onClick={acts.m}
      />
      <Control
        icon={own.video ? Video : VideoOff}
        word={t("room.camera")}
        aria-label={t(own.video ? "room.stop-camera" : "room.start-camera")}
        look={own.video ? "usual" : "inverted"}
        keyName="v"
        onClick={acts.v}
      />
      {wide && CAN_SHARE && (
        <Control
          icon={share.icon}
          word={t(own.screen ? "room.stop" : "room.share")}
          aria-label={share.label}
          look={own.screen ? "chosen" : "usual"}
          keyName="s"
          onClick={acts.s}
        />
      )}
      <Control
        icon={Hand}
        word={t("room.hand")}
        aria-label={t(hand ? "room.lower-hand" : "room.raise-hand")}
        look={hand ? "chosen" : "usual"}
        keyName="h"
        onClick={acts.h}
      />
      <Menu
        label={t("room.more")}
        trigger={<Control icon={Ellipsis} word={t("room.more")} look="usual" />}
        actions={[
          ...(!wide && CAN_SHARE ? [share] : []),
          {
            label: t("conference.check.label"),
            icon: Settings2,
            run: () => setAsking("devices"),
          },
          ...(!wide && screen
            ? [{ label: t("room.full-screen"), icon: Maximize, run: screen.toggle }]
            : []),
          { label: t("room.keys.title"), icon: Keyboard, run: () => setAsking("keys") },
        ]}
      />
      <Control icon={LogOut} word={t("conference.inside.leave")} look="out" onClick={onHangUp} />
      <DevicesDialog call={call} own={own} open={asking === "devices"} onClose={close} />
      <KeysDialog open={asking === "keys"} onClose={close} />
    </fieldset>
  );
}

type ControlProps = {
  icon: LucideIcon;
  word: string;
  look: "usual" | "inverted" | "chosen" | "out";
  keyName?: string;
} & Omit<ComponentProps<"button">, "className" | "type">;

function Control({ icon, word, look, keyName, ...rest }: ControlProps) {
  return (
    <button
      {...rest}
      type="button"
      className={`${styles.control} ${styles[look]}`}
      aria-keyshortcuts={keyName}
    >
      <Icon of={icon} directional={icon === LogOut} />
      {word}
    </button>
  );
}
