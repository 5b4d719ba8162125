import { Toast } from "@base-ui/react/toast";
import { useEffect } from "react";
import { Outlet, ScrollRestoration } from "react-router";
import { Toasts } from "@/components/Toasts";
import { sendAll } from "@/lib/undo";
import { NewTerms } from "./NewTerms";
import { SignInAgain } from "./SignInAgain";

/** What every page of who is signed in has, whatever stands around it. */
export function Inside() {
  useEffect(() => sendAll, []); // whoever leaves has decided
  return (
    <Toast.Provider>
      <Outlet />
      <NewTerms />
      <SignInAgain />
      <ScrollRestoration />
      <Toasts />
    </Toast.Provider>
  );
}
