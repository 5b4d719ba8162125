import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Empty } from "@/components/Empty";
import { FindField } from "@/components/FindField";
import { Hidden } from "@/components/Hidden";
import { PhoneHead } from "@/components/PhoneHead";
import { keys } from "@/lib/keys";
import { useGrowing } from "@/lib/lists";
import { numberWord } from "@/lib/numbers";
import { soughtAt } from "@/lib/places";
import { useSettled } from "@/lib/settled";
import { useTitle } from "@/lib/title";
import { peopleQuery } from "../api/people";
import { People } from "../components/People";
import styles from "./network.module.css";

export default function Search() {
  const { t, i18n } = useTranslation();
  const [search] = useSearchParams();
  const sought = soughtAt(search).trim();
  const settled = useSettled(sought);
  const known = useQueryClient().getQueryData(keys.people(sought)) !== undefined;
  const words = known ? sought : settled;
  const list = useGrowing(peopleQuery(words), { enabled: words !== "", keep: true });
  const count = list.items?.length ?? 0;
  const heading =
    words === ""
      ? t("nav.find")
      : list.complete
        ? t("network.search.found", { count, words, number: numberWord(count, t, i18n.language) })
        : t("network.search.some", { words });
  const nothing = words === "" || (list.complete && count === 0);
  useTitle(words === "" ? t("nav.find") : `${words} · ${t("nav.find")}`);
  const nobody = (
    <Empty within title={t("network.search.nobody", { words })}>
      {t("network.search.other")}
    </Empty>
  );
  return (
    <>
      <PhoneHead title={t("nav.find")} />
      <FindField look="page" />
      <div className={styles.people}>
        {nothing ? (
          <div className={styles.heading}>
            <Hidden as="h1">{t("nav.find")}</Hidden>
          </div>
        ) : (
          <h1 className={styles.heading}>{heading}</h1>
        )}
        {words === "" ? (
          <Empty within title={t("network.search.title")}>
            {t("network.search.text")}
          </Empty>
        ) : (
          <>
            <Hidden as="output">{list.complete && heading}</Hidden>
            <People label={t("network.search.results")} list={list} empty={nobody} />
          </>
        )}
      </div>
    </>
  );
}
