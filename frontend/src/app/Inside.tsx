import { Toast } from "@base-ui/react/toast";
import { useEffect } from "react";
import { Outlet, ScrollRestoration, useNavigation } from "react-router";
import { Toasts } from "@/components/Toasts";
import { sendAll } from "@/lib/undo";
import styles from "./Inside.module.css";
import { NewTerms } from "./NewTerms";
import { SignInAgain } from "./SignInAgain";

/** What every page of who is signed in has, whatever stands around it. */
export function Inside() {
  const onTheWay = useNavigation().state === "loading";
  useEffect(() => sendAll, []); // whoever leaves has decided
  return (
    <Toast.Provider>
      {onTheWay && <div className={styles.way} aria-hidden />}
      <Outlet />
      <NewTerms />
      <SignInAgain />
      <ScrollRestoration />
      <Toasts />
    </Toast.Provider>
  );
}
