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

/** Telling others: the link, and the device's own ways or else the usual ones. */
export function Share({ conference }: { conference: Conference }) {
  const { t } = useTranslation();
  const say = useSay();
  const link = linkTo(conference.id);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      say(t("conference.share.copied"));
    } catch {
      say(t("conference.share.not-copied", { link })); // there it can be marked and copied
    }
  };
  const send = (way: Way) => {
    const address = shareBy(way, link, conference.title);
    if (way === "mail") location.assign(address);
    else window.open(address, "_blank", "noopener,noreferrer");
  };
  return (
    <>
      <Button look="quiet" size="small" onClick={() => void copy()}>
        <Icon of={Chain} small />
        {t("conference.share.copy")}
      </Button>
      {"share" in navigator ? (
        <Button
          look="quiet"
          size="small"
          square
          aria-label={t("conference.share.share")}
          onClick={() => void offer(conference.title, link)}
        >
          <Icon of={Share2} small />
        </Button>
      ) : (
        <Menu
          label={t("conference.share.share")}
          icon={Share2}
          small
          actions={WAYS.map(({ way, icon }) => ({
            label: t(`conference.share.${way}`),
            icon,
            run: () => send(way),
          }))}
        />
      )}
    </>
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
