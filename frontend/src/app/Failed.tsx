import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { Button, ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Refusal } from "@/lib/api";
import { wordsFor } from "@/lib/words";

/** A page that could not be shown: why, and the ways on. */
export function Failed() {
  const { t, i18n } = useTranslation();
  const error = useRouteError();
  const missing = error instanceof Refusal && error.status === 404;
  return (
    <Empty
      title={missing ? t("common.missing.title") : t("common.failed.title")}
      actions={
        <>
          {!missing && (
            <Button look="filled" size="large" onClick={() => location.reload()}>
              {t("problem.retry")}
            </Button>
          )}
          <ButtonLink to="/home" look={missing ? "filled" : "outlined"} size="large">
            {t("common.missing.home")}
          </ButtonLink>
        </>
      }
    >
      {missing ? t("common.missing.text") : wordsFor(error, t, i18n.language)}
    </Empty>
  );
}
