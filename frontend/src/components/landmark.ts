import type { RefObject } from "react";
import styles from "./landmark.module.css";

/** Where what opens over the page is put: in its main part, where those who go by landmarks find it. */
export const landmark: { container: RefObject<HTMLElement | null>; className: string | undefined } =
  {
    container: {
      get current() {
        return document.querySelector("main");
      },
    },
    className: styles.nowhere,
  };
