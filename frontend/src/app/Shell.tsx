import type { LucideIcon } from "lucide-react";
import { Bell, House, Mail, Search, Settings, ShieldCheck, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useSearchParams } from "react-router";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { FindField } from "@/components/FindField";
import { Hidden } from "@/components/Hidden";
import { Icon } from "@/components/Icon";
import { Link } from "@/components/Link";
import { Lamp } from "@/components/LiveMark";
import { Logo } from "@/components/Logo";
import type { Me } from "@/generated/api";
import { useCounters } from "@/lib/counters";
import { GoingLive } from "@/lib/going-live";
import { useMe } from "@/lib/me";
import { figures } from "@/lib/numbers";
import { profileOf } from "@/lib/places";
import { useGoLive } from "./go-live";
import styles from "./Shell.module.css";

type Place = {
  to: string;
  icon: LucideIcon;
  label: string;
  count?: number | undefined;
  /** Whether one is there. */
  here: boolean;
};

/** Of which part the page is that one sees; people are found and looked at in one's network. */
function useWhere(me: Me): (place: string) => boolean {
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const mine = pathname === "/profile" && [null, me.id].includes(search.get("u"));
  const among = pathname === "/search" || (pathname === "/profile" && !mine);
  const where = mine ? "/me" : among ? "/connections" : pathname;
  return (place) => where === place;
}

function usePlaces(at: (place: string) => boolean): Place[] {
  const { t } = useTranslation();
  const { requests, messages, notifications } = useCounters();
  const places = [
    { to: "/home", icon: House, label: t("nav.home") },
    { to: "/connections", icon: Users, label: t("nav.network"), count: requests },
    { to: "/messages", icon: Mail, label: t("nav.messages"), count: messages },
    { to: "/notifications", icon: Bell, label: t("nav.notifications"), count: notifications },
  ];
  return places.map((place) => ({ ...place, here: at(place.to) }));
}

/** What stands around every page of who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const at = useWhere(me);
  const places = usePlaces(at);
  const { ask, dialog } = useGoLive();
  return (
    <div className={styles.app}>
      <a href="#main" className={styles.skip}>
        {t("nav.skip")}
      </a>
      <Rail places={places} me={me} at={at} />
      <header className={styles.top}>
        <FindField look="bar" />
        <Button onClick={ask} aria-haspopup="dialog">
          <Lamp />
          {t("conference.go-live")}
        </Button>
      </header>
      <header className={styles.phone}>
        <Link to="/home" className={styles.home}>
          <Logo />
        </Link>
        <Link to="/search" className={styles.find} aria-label={t("nav.find")}>
          <Icon of={Search} />
        </Link>
        <Link
          to="/settings"
          className={styles.self}
          aria-label={t("nav.settings")}
          aria-current={at("/settings") ? "page" : undefined}
        >
          <Face person={me} size={32} />
        </Link>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <GoingLive value={ask}>
          <Outlet />
        </GoingLive>
      </main>
      <Bar places={places} onGoLive={ask} />
      {dialog}
    </div>
  );
}

type RailProps = { places: Place[]; me: Me; at: (place: string) => boolean };

function Rail({ places, me, at }: RailProps) {
  const { t } = useTranslation();
  const moderation = { to: "/moderation", icon: ShieldCheck, label: t("nav.moderation") };
  const settings = { to: "/settings", icon: Settings, label: t("nav.settings") };
  return (
    <nav className={styles.rail} aria-label={t("nav.main")}>
      <Link to="/home" className={styles.logo}>
        <Logo />
      </Link>
      {places.map((place) => (
        <RailLink key={place.to} {...place} />
      ))}
      <span className={styles.grow} />
      {me.moderator && <RailLink {...moderation} here={at(moderation.to)} />}
      <RailLink {...settings} here={at(settings.to)} />
      <Link
        to={profileOf(me.id)}
        className={`${styles.link} ${styles.me}`}
        aria-current={at("/me") ? "page" : undefined}
      >
        <Face person={me} size={30} />
        <bdi className={styles.name}>{me.full_name}</bdi>
      </Link>
    </nav>
  );
}

function RailLink({ to, icon, label, count = 0, here }: Place) {
  const { i18n } = useTranslation();
  return (
    <Link to={to} className={styles.link} aria-current={here ? "page" : undefined}>
      <Icon of={icon} />
      <span>{label}</span>
      {count > 0 && (
        <span className={styles.count} data-numbers>
          {figures(count, i18n.language)}
        </span>
      )}
    </Link>
  );
}

function Bar({ places, onGoLive }: { places: Place[]; onGoLive: () => void }) {
  const { t, i18n } = useTranslation();
  const items = places.map(({ to, icon, label, count = 0, here }) => (
    <Link
      key={to}
      to={to}
      className={`${styles.item} ${count > 0 ? styles.dot : ""}`}
      aria-current={here ? "page" : undefined}
    >
      <Icon of={icon} />
      <span>{label}</span>
      {count > 0 && (
        <Hidden>{t("nav.new", { count, number: figures(count, i18n.language) })}</Hidden>
      )}
    </Link>
  ));
  return (
    <nav className={styles.bar} aria-label={t("nav.main")}>
      {items.slice(0, 2)}
      <button type="button" className={styles.item} onClick={onGoLive} aria-haspopup="dialog">
        <Lamp large />
        <span>{t("conference.go-live-bar")}</span>
      </button>
      {items.slice(2)}
    </nav>
  );
}
