import { lazy, Suspense } from "react";

const Meeting = lazy(() => import("./Meeting"));

/** What is drawn beside a form of the door; nobody has to wait for it. */
export function Gathering() {
  return (
    <Suspense>
      <Meeting />
    </Suspense>
  );
}
