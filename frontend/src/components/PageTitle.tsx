import { createContext, useContext } from "react";
import { createPortal } from "react-dom";
import { useNarrow } from "@/lib/media";
import { useTitle } from "@/lib/title";
import styles from "./PageTitle.module.css";

/** The place in the phone's header that a page's title takes. */
export const TitlePlace = createContext<HTMLElement | null>(null);

/** What a page is called: above it, or on a phone in the header, where the logo is otherwise. */
export function PageTitle({ children }: { children: string }) {
  const place = useContext(TitlePlace);
  const narrow = useNarrow();
  useTitle(children);
  if (narrow && place) return createPortal(<h1>{children}</h1>, place);
  return <h1 className={styles.title}>{children}</h1>;
}
