import { Search, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { Icon } from "@/components/Icon";
import styles from "./Find.module.css";

/** The field in the top bar by which people are found from anywhere, as one types. */
export function Find() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const searching = pathname === "/search";
  const sought = searching ? (search.get("q") ?? "") : "";
  return <Input key={searching ? "search" : "elsewhere"} sought={sought} label={t("nav.find")} />;
}

function Input({ sought, label }: { sought: string; label: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [words, setWords] = useState(sought);
  const field = useRef<HTMLInputElement>(null);
  const find = (changed: string) => {
    setWords(changed);
    const to = changed.trim() ? `/search?q=${encodeURIComponent(changed)}` : "/search";
    void navigate(to, { replace: pathname === "/search", preventScrollReset: true });
  };
  return (
    <search className={styles.find}>
      <Icon of={Search} />
      <input
        ref={field}
        type="search"
        className={styles.input}
        aria-label={label}
        placeholder={label}
        maxLength={100}
        // Coming from another page by typing, one goes on typing.
        autoFocus={pathname === "/search"}
        value={words}
        onChange={(event) => find(event.target.value)}
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
          <Icon of={X} small />
        </button>
      )}
    </search>
  );
}
