import { useSearchParams } from "react-router";
import { useConfig } from "@/lib/config";
import { useLater } from "@/lib/later";
import type { Opened } from "../api/sign-in";
import styles from "./Services.module.css";

type Ways = {
  stay: boolean;
  /** Whether the terms are accepted; null where nobody is asked. */
  agreed: boolean | null;
  /** What follows where one has signed in by a passkey. */
  onOpened?: (opened: Opened) => Promise<void>;
};

const loadServices = () => import("./Services");
const loadPasskey = () => import("./Passkey");

/** A passkey, where one signs in; the other services by which one may sign in, where there are any; and what went wrong at one. */
export function OtherWays({ stay, agreed, onOpened }: Ways) {
  const { providers } = useConfig();
  const [search] = useSearchParams();
  const known = agreed === null;
  // Facebook vouches for no address, so nobody is new by it.
  const offered = known ? providers : providers.filter((one) => one.provider !== "facebook");
  const services = useLater(loadServices, providers.length > 0 || search.has("problem"));
  const passkey = useLater(loadPasskey, onOpened !== undefined);
  return (
    <>
      {onOpened &&
        (passkey.Part ? (
          <passkey.Part stay={stay} onOpened={onOpened} offered />
        ) : (
          !passkey.error && <Shapes count={1} />
        ))}
      {services.Part ? (
        <services.Part stay={stay} agreed={agreed} offered={offered} />
      ) : (
        offered.length > 0 &&
        !services.error && (
          <div className={styles.services} aria-hidden>
            <p className={styles.or}>…</p>
            <Shapes count={offered.length} />
          </div>
        )
      )}
    </>
  );
}

/** Where buttons will be, so that nothing moves when they come. */
function Shapes({ count }: { count: number }) {
  return Array.from({ length: count }, (_, index) => (
    <div key={index} className={styles.shape} aria-hidden />
  ));
}
