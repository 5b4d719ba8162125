import { Search, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Icon } from "@/components/Icon";
import styles from "./SearchField.module.css";

/** The field of the page itself, on phones, where the top bar has none. */
export function SearchField() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [search, setSearch] = useSearchParams();
  const [words, setWords] = useState(search.get("q") ?? "");
  const find = (changed: string) => {
    setWords(changed);
    setSearch(changed.trim() ? { q: changed } : {}, { replace: true, preventScrollReset: true });
  };
  return (
    <search className={styles.field}>
      <Icon of={Search} />
      <input
        ref={input}
        type="search"
        className={styles.input}
        aria-label={t("nav.find")}
        placeholder={t("nav.find")}
        maxLength={100}
        autoFocus={words === ""}
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
            input.current?.focus();
          }}
        >
          <Icon of={X} />
        </button>
      )}
    </search>
  );
}
