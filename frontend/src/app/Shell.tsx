import { Toast } from "@base-ui/react/toast";
import type { LucideIcon } from "lucide-react";
import { Bell, House, Mail, Search, Settings, ShieldCheck, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, ScrollRestoration } from "react-router";
import { Button } from "@/components/Button";
import { Face } from "@/components/Face";
import { Icon } from "@/components/Icon";
import { Lamp } from "@/components/LiveMark";
import { Logo } from "@/components/Logo";
import { TitlePlace } from "@/components/PageTitle";
import { Toasts } from "@/components/Toasts";
import type { Me } from "@/generated/api";
import { useCounters } from "@/lib/counters";
import { useMe } from "@/lib/me";
import { Find } from "./Find";
import { useGoLive } from "./go-live";
import { NewTerms } from "./NewTerms";
import styles from "./Shell.module.css";
import { SignInAgain } from "./SignInAgain";

type Place = { to: string; icon: LucideIcon; label: string; count: number };

function usePlaces(): Place[] {
  const { t } = useTranslation();
  const counters = useCounters();
  return [
    { to: "/home", icon: House, label: t("nav.home"), count: 0 },
    { to: "/connections", icon: Users, label: t("nav.network"), count: counters.requests },
    { to: "/messages", icon: Mail, label: t("nav.messages"), count: counters.messages },
    {
      to: "/notifications",
      icon: Bell,
      label: t("nav.notifications"),
      count: counters.notifications,
    },
  ];
}

/** What stands around every page of who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const places = usePlaces();
  const me = useMe();
  const { ask, dialog } = useGoLive();
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <Toast.Provider>
      <div className={styles.app}>
        <a href="#main" className={styles.skip}>
          {t("nav.skip")}
        </a>
        <Rail places={places} me={me} />
        <header className={styles.top}>
          <Find />
          <Button onClick={ask}>
            <Lamp />
            {t("conference.go-live")}
          </Button>
        </header>
        <header className={styles.phone}>
          <span ref={setPlace} className={styles.title} />
          <Link to="/home" className={styles.home}>
            <Logo />
          </Link>
          <Link to="/search" className={styles.find} aria-label={t("nav.find")}>
            <Icon of={Search} />
          </Link>
          <Link to="/settings" className={styles.self} aria-label={t("nav.settings")}>
            <Face person={me} size={32} />
          </Link>
        </header>
        <main id="main" className={styles.main} tabIndex={-1}>
          <TitlePlace value={place}>
            <Outlet />
          </TitlePlace>
        </main>
        <Bar places={places} onGoLive={ask} />
        {dialog}
        <NewTerms />
        <SignInAgain />
        <ScrollRestoration />
        <Toasts />
      </div>
    </Toast.Provider>
  );
}

function Rail({ places, me }: { places: Place[]; me: Me }) {
  const { t } = useTranslation();
  return (
    <nav className={styles.rail} aria-label={t("nav.main")}>
      <Link to="/home" className={styles.logo}>
        <Logo />
      </Link>
      {places.map((place) => (
        <RailLink key={place.to} {...place} />
      ))}
      <span className={styles.grow} />
      {me.moderator && (
        <RailLink to="/moderation" icon={ShieldCheck} label={t("nav.moderation")} count={0} />
      )}
      <RailLink to="/settings" icon={Settings} label={t("nav.settings")} count={0} />
      <Link to={`/profile?u=${me.id}`} className={`${styles.link} ${styles.me}`}>
        <Face person={me} size={30} />
        <bdi className={styles.name}>{me.full_name}</bdi>
      </Link>
    </nav>
  );
}

function RailLink({ to, icon, label, count }: Place) {
  const { i18n } = useTranslation();
  return (
    <NavLink to={to} className={styles.link}>
      <Icon of={icon} />
      <span>{label}</span>
      {count > 0 && (
        <span className={styles.count} data-numbers>
          {new Intl.NumberFormat(i18n.language).format(count)}
        </span>
      )}
    </NavLink>
  );
}

function Bar({ places, onGoLive }: { places: Place[]; onGoLive: () => void }) {
  const { t } = useTranslation();
  const items = places.map(({ to, icon, label, count }) => (
    <NavLink key={to} to={to} className={`${styles.item} ${count > 0 ? styles.dot : ""}`}>
      <Icon of={icon} />
      <span>{label}</span>
      {count > 0 && <span className={styles.hidden}>{t("nav.new", { count })}</span>}
    </NavLink>
  ));
  return (
    <nav className={styles.bar} aria-label={t("nav.main")}>
      {items.slice(0, 2)}
      <button type="button" className={styles.item} onClick={onGoLive}>
        <span className={styles.lamp}>
          <Lamp />
        </span>
        <span>{t("conference.go-live")}</span>
      </button>
      {items.slice(2)}
    </nav>
  );
}
