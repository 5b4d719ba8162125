import type { QueryClient } from "@tanstack/react-query";
import { createBrowserRouter, type LoaderFunction, type RouteObject, redirect } from "react-router";
import { Refusal } from "@/lib/api";
import { configQuery } from "@/lib/config";
import { isLanguage, learnAll, learnRoom, speak } from "@/lib/i18n";
import { whole } from "@/lib/later";
import { meQuery } from "@/lib/me";
import { isSomebodyHere, noteArrival, noteSuspended } from "@/lib/session";
import { forgetWanted, keepWanted, wantedPage } from "@/lib/wanted";
import { BackClosing } from "./BackClosing";
import { Failed } from "./Failed";
import { Loading } from "./Loading";

/** A page whose code is fetched when it is first opened. */
function page(
  path: string,
  load: () => Promise<{ default: () => React.ReactNode; learn?: () => Promise<void> }>,
  loader?: LoaderFunction,
): RouteObject {
  return {
    path,
    ...(loader && { loader }),
    lazy: async () => ({ Component: (await whole(load)).default }),
    HydrateFallback: Loading,
  };
}

/** Let in whoever is signed in; others sign in first and come back to where they wanted to go. */
function enter(client: QueryClient) {
  return async ({ request }: { request: Request }) => {
    keepWanted(pageOf(request)); // signing up goes by the mail, and may end in another window
    const [me] = await Promise.all([
      known(client, request),
      client.ensureQueryData(configQuery),
      learnAll(),
    ]);
    if (isLanguage(me.language)) await speak(me.language);
    if (me.state === "unverified") throw redirect("/unverified");
    forgetWanted();
    return null;
  };
}

async function known(client: QueryClient, request: Request) {
  try {
    const me = await client.ensureQueryData(meQuery);
    noteArrival(me.id);
    return me;
  } catch (error) {
    if (isSuspended(error)) throw redirect("/suspended");
    if (error instanceof Refusal && error.status === 401) {
      const wanted = pageOf(request);
      throw redirect(wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`);
    }
    throw error;
  }
}

function pageOf(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}

function isSuspended(error: unknown): boolean {
  return error instanceof Refusal && error.code === "account-suspended";
}

/** Let in whoever has yet to confirm the own address. */
function wait(client: QueryClient) {
  return async ({ request }: { request: Request }) => {
    const me = await known(client, request);
    return me.state === "unverified" ? null : redirect(wantedPage());
  };
}

/** Let in whoever may only leave. */
function leave(client: QueryClient) {
  return async () => {
    try {
      await client.fetchQuery(meQuery);
      return redirect("/home");
    } catch (error) {
      if (isSuspended(error)) {
        noteSuspended();
        return null;
      }
      if (error instanceof Refusal && error.status === 401) return redirect("/sign-in");
      throw error;
    }
  };
}

/** Let in anybody; whoever is signed in is greeted as that. */
function read(client: QueryClient) {
  return async () => {
    // A stranger is not asked who it is: the answer would be an error each time.
    await Promise.all([learnAll(), isSomebodyHere() && client.prefetchQuery(meQuery)]);
    return null;
  };
}

export function createRouter(client: QueryClient) {
  const config = () => client.ensureQueryData(configQuery).then(() => null);
  return createBrowserRouter([
    {
      Component: BackClosing,
      ErrorBoundary: Failed,
      HydrateFallback: Loading,
      children: [
        {
          loader: enter(client),
          lazy: async () => ({ Component: (await import("./Inside")).Inside }),
          // Only a visit asks who is there; moving between pages does not.
          shouldRevalidate: () => false,
          children: [
            {
              lazy: async () => ({ Component: (await import("./Shell")).Shell }),
              children: [
                {
                  ErrorBoundary: Failed,
                  children: [
                    { index: true, loader: () => redirect("/home") },
                    page("home", () => import("@/features/timeline/routes/Home")),
                    page("search", () => import("@/features/network/routes/Search")),
                    page("connections", () => import("@/features/network/routes/Connections")),
                    page("profile", () => import("@/features/network/routes/Profile")),
                    page("messages", () => import("@/features/messages/routes/Messages")),
                    page(
                      "notifications",
                      () => import("@/features/notifications/routes/Notifications"),
                    ),
                    page("settings", () => import("@/features/settings/routes/Settings")),
                    page("moderation", () => import("@/features/moderation/routes/Moderation")),
                  ],
                },
              ],
            },
            // A room fills the window.
            page(
              "conference",
              () => import("@/features/conferences/routes/Conference"),
              () => learnRoom().then(() => null),
            ),
          ],
        },
        {
          loader: config,
          shouldRevalidate: () => false,
          children: [
            page("sign-in", () => import("@/features/accounts/routes/SignIn")),
            page("second-step", () => import("@/features/accounts/routes/SecondStep")),
            page("sign-up", () => import("@/features/accounts/routes/SignUp")),
            page("verify-email", () => import("@/features/accounts/routes/VerifyEmail")),
            page("forgot-password", () => import("@/features/accounts/routes/ForgotPassword")),
            page("reset-password", () => import("@/features/accounts/routes/ResetPassword")),
            page("unverified", () => import("@/features/accounts/routes/Unverified"), wait(client)),
            page("suspended", () => import("@/features/accounts/routes/Suspended"), leave(client)),
            page("about", () => import("@/features/pages/routes/About"), read(client)),
            page("tos", () => import("@/features/pages/routes/Terms"), read(client)),
            page("contact", () => import("@/features/pages/routes/Contact"), read(client)),
            page("unsubscribe", () => import("@/features/pages/routes/Unsubscribe"), read(client)),
            ...(import.meta.env.DEV
              ? [page("parts", () => import("@/features/pages/routes/Parts"))]
              : []),
            page("*", () => import("@/features/pages/routes/NotFound"), read(client)),
          ],
        },
      ],
    },
  ]);
}
