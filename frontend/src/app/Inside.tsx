import { Toast } from "@base-ui/react/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Outlet, ScrollRestoration, useNavigation } from "react-router";
import { Toasts } from "@/components/Toasts";
import { useConfig } from "@/lib/config";
import { useLater } from "@/lib/later";
import { useMe } from "@/lib/me";
import { sendAll } from "@/lib/undo";
import styles from "./Inside.module.css";
import { SignInAgain } from "./SignInAgain";
import { SomebodyElse } from "./SomebodyElse";

const loadNewTerms = () => import("./NewTerms");

/** What every page of who is signed in has, whatever stands around it. */
export function Inside() {
  const onTheWay = useNavigation().state === "loading";
  useEffect(() => sendAll, []); // whoever leaves has decided
  useListening();
  return (
    <Toast.Provider>
      {onTheWay && <div className={styles.way} aria-hidden />}
      <Outlet />
      <Terms />
      <SignInAgain />
      <SomebodyElse />
      <ScrollRestoration />
      <Toasts />
    </Toast.Provider>
  );
}

/** Hear from the server what changes. What that takes comes after what is shown; without it, one asks. */
function useListening(): void {
  const client = useQueryClient();
  const { id } = useMe();
  useEffect(() => {
    let over = false;
    let stop = () => {};
    const begin = async () => {
      const { listen } = await import("@/lib/live");
      if (!over) stop = listen(client, id);
    };
    begin().catch(() => undefined);
    return () => {
      over = true;
      stop();
    };
  }, [client, id]);
}

/** What asks to accept the terms anew, fetched where there is something to ask. */
function Terms() {
  const me = useMe();
  const { terms_version } = useConfig();
  const { Part: NewTerms } = useLater(loadNewTerms, me.terms_version !== terms_version);
  return NewTerms && <NewTerms />;
}
