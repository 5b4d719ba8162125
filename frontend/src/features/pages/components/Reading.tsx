import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/Button";
import { Doorway } from "@/components/Doorway";
import { meQuery } from "@/lib/me";
import { useTitle } from "@/lib/title";

type Props = { title: string; children: ReactNode };

/** The frame of the pages that anybody may read, signed in or not, with the way in or back. */
export function Reading({ title, children }: Props) {
  const { t } = useTranslation();
  const known = useQueryClient().getQueryData(meQuery.queryKey);
  useTitle(title);
  return (
    <Doorway
      wide
      corner={
        <ButtonLink to="/" look="quiet" size="small">
          {known ? t("common.missing.home") : t("account.sign-in.button")}
        </ButtonLink>
      }
    >
      {children}
    </Doorway>
  );
}
