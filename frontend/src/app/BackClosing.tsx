import { Outlet } from "react-router";
import { useAnythingOpen, useBackClosing } from "@/lib/closing";

/** Around every page: what is open over it is closed by the way back, which else leads to the page before. */
export function BackClosing() {
  const isOpen = useAnythingOpen();
  return (
    <>
      <Outlet />
      {isOpen && <Closing />}
    </>
  );
}

function Closing() {
  useBackClosing();
  return null;
}
