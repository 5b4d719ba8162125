import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Empty } from "@/components/Empty";
import { GrowingList } from "@/components/GrowingList";
import { SelectField } from "@/components/Select";
import { Rows } from "@/components/Skeleton";
import type { AuditGroup } from "@/generated/api";
import { useGrowing } from "@/lib/lists";
import { logQuery } from "../api/log";
import { LogRow } from "./LogRow";

const GROUPS = ["moderation", "security"] as const satisfies readonly AuditGroup[];
const ALL = "all";

/** What moderators did, and what happened to the security of accounts. */
export default function Log() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const group = GROUPS.find((known) => known === search.get("group"));
  const waiting = <Rows count={4} label={t("log.loading")} />;
  const choose = (chosen: string) =>
    setSearch(chosen === ALL ? { tab: "log" } : { tab: "log", group: chosen }, { replace: true });
  return (
    <>
      <SelectField
        label={t("log.shown")}
        value={group ?? ALL}
        onValue={choose}
        options={([ALL, ...GROUPS] as const).map((value) => ({
          value,
          label: t(`log.group.${value}`),
        }))}
      />
      <GrowingList
        label={t("moderation.log.tab")}
        list={useGrowing(logQuery(group))}
        estimate={81}
        renderRow={(entry) => <LogRow entry={entry} />}
        waiting={waiting}
        more={waiting}
        empty={
          <Empty within title={t("log.empty")}>
            {t("log.hint")}
          </Empty>
        }
      />
    </>
  );
}
