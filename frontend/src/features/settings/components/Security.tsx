import { useTranslation } from "react-i18next";
import { Later } from "@/components/Later";
import { Rows } from "@/components/Skeleton";
import { Group } from "./Group";

const load = () => import("./Guard");

/** What guards the account beside its password. */
export function Security() {
  const { t } = useTranslation();
  return (
    <Group id="security" title={t("settings.security.title")}>
      <Later load={load} given={{}}>
        <Rows count={1} label={t("settings.security.title")} />
      </Later>
    </Group>
  );
}
