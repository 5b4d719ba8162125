import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { SOUGHT_LONGEST, soughtAt } from "@/lib/places";
import styles from "./FindField.module.css";
import { Icon } from "./Icon";

const PAGE = "/search";

type Props = {
  /** In the top bar, or on phones in the page itself: the other one is not to be seen. */
  look: "bar" | "page";
};

/** The field by which people are found from anywhere, as one types; it follows the address unless one types. */
export function FindField({ look }: Props) {
  const { t } = useTranslation();
  const { sought, find } = useFinding();
  const [typed, setTyped] = useState<string | null>(null);
  const words = typed ?? sought;
  const field = useRef<HTMLInputElement>(null);
  const searching = useLocation().pathname === PAGE;
  const blank = searching && sought === "";
  useEffect(() => {
    if (blank) field.current?.focus();
  }, [blank]);
  const type = (changed: string) => {
    setTyped(changed);
    find(changed);
  };
  return (
    <search className={`${styles.find} ${styles[look]}`}>
      <Icon of={Search} />
      <input
        ref={field}
        type="search"
        className={styles.input}
        aria-label={t("nav.find")}
        placeholder={t("nav.find")}
        maxLength={SOUGHT_LONGEST}
        value={words}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      {words && (
        <button
          type="button"
          className={styles.clear}
          aria-label={t("nav.find-clear")}
          onClick={() => {
            find("");
            field.current?.focus();
          }}
        >
          <Icon of={X} small={look === "bar"} />
        </button>
      )}
    </search>
  );
}

/** What is sought now, and how to seek something else. */
function useFinding() {
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const searching = pathname === PAGE;
  return {
    sought: searching ? soughtAt(search) : "",
    find: (words: string) => {
      const to = words.trim() ? `${PAGE}?q=${encodeURIComponent(words)}` : PAGE;
      void navigate(to, { replace: searching, preventScrollReset: true });
    },
  };
}
