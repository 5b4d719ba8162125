import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useRouteError } from "react-router";
import { Button, ButtonLink } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Refusal } from "@/lib/api";
import { isJustReloaded, isOutdated } from "@/lib/pieces";
import { wordsFor } from "@/lib/words";

/** A page that could not be shown: why, and the ways on. */
export function Failed() {
  const { t, i18n } = useTranslation();
  const error = useRouteError();
  const outdated = isOutdated(error);
  const missing = error instanceof Refusal && error.status === 404 && !outdated;
  const again = useAgain(error);
  useEffect(() => {
    if (outdated && !isJustReloaded()) location.reload();
  }, [outdated]);
  return (
    <Empty
      title={missing ? t("common.missing.title") : t("common.failed.title")}
      actions={
        <>
          {!missing && (
            <Button look="filled" size="large" onClick={again}>
              {t(outdated ? "problem.reload" : "problem.retry")}
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

/** Try again: what was refused by going there once more, which leaves all else as it is; else with the whole page. */
function useAgain(error: unknown): () => void {
  const navigate = useNavigate();
  const here = useLocation();
  if (!(error instanceof Refusal) || isOutdated(error)) return () => location.reload();
  const state: unknown = here.state;
  return () => void navigate(here, { replace: true, state });
}
