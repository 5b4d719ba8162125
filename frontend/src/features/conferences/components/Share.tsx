import { AtSign, Link as Chain, Mail, MessageCircle, Share2, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Menu } from "@/components/Menu";
import { useSay } from "@/components/Toasts";
import type { Conference } from "@/generated/api";
import { linkTo, shareBy, type Way } from "../lib/share";

const WAYS = [
  { way: "mail", icon: Mail },
  { way: "whatsapp", icon: MessageCircle },
  { way: "facebook", icon: Users },
  { way: "x", icon: AtSign },
] as const;

type Props = { conference: Conference };

/** Telling others: the link, and the device's own ways or else the usual ones. */
export function Share({ conference }: Props) {
  return (
    <>
      <CopyLink conference={conference} />
      <ShareMenu conference={conference} small />
    </>
  );
}

function useCopying({ id }: Conference): () => void {
  const { t } = useTranslation();
  const say = useSay();
  const link = linkTo(id);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      say(t("conference.share.copied"));
    } catch {
      say(t("conference.share.not-copied", { link })); // there it can be marked and copied
    }
  };
  return () => void copy();
}

export function CopyLink({ conference, small = true }: Props & { small?: boolean }) {
  const { t } = useTranslation();
  const copy = useCopying(conference);
  return (
    <Button look="quiet" size="small" onClick={copy}>
      <Icon of={Chain} small={small} />
      {t("conference.share.copy")}
    </Button>
  );
}

type MenuProps = Props & {
  small?: boolean;
  /** Copying the link is among the ways: there is no button for it beside. */
  alone?: boolean;
};

export function ShareMenu({ conference, small = false, alone = false }: MenuProps) {
  const { t } = useTranslation();
  const copy = useCopying(conference);
  const link = linkTo(conference.id);
  if ("share" in navigator) {
    return (
      <Button
        look="quiet"
        size={small ? "small" : "usual"}
        square
        aria-label={t("conference.share.share")}
        onClick={() => void offer(conference.title, link)}
      >
        <Icon of={Share2} small={small} />
      </Button>
    );
  }
  const send = (way: Way) => {
    const address = shareBy(way, link, conference.title);
    if (way === "mail") location.assign(address);
    else window.open(address, "_blank", "noopener,noreferrer");
  };
  const ways = WAYS.map(({ way, icon }) => ({
    label: t(`conference.share.${way}`),
    icon,
    run: () => send(way),
  }));
  const copying = { label: t("conference.share.copy"), icon: Chain, run: copy };
  return (
    <Menu
      label={t("conference.share.share")}
      icon={Share2}
      small={small}
      actions={alone ? [copying, ...ways] : ways}
    />
  );
}

/** The device's own sheet; whoever closes it has changed their mind. */
async function offer(title: string, url: string): Promise<void> {
  try {
    await navigator.share({ title, url });
  } catch {
    return;
  }
}
