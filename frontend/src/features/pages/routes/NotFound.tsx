import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Reading } from "../components/Reading";

/** There is no such page. */
export default function NotFound() {
  const { t } = useTranslation();
  return (
    <Reading title={t("page.not-found.title")}>
      <Empty
        title={t("page.not-found.title")}
        actions={
          <ButtonLink to="/" look="filled" size="large">
            {t("common.missing.home")}
          </ButtonLink>
        }
      >
        {t("page.not-found.text")}
      </Empty>
    </Reading>
  );
}
