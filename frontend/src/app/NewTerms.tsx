import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog, DialogActions } from "@/components/Dialog";
import { Link } from "@/components/Link";
import { FormTrouble } from "@/components/Trouble";
import { acceptTerms } from "@/features/accounts/api/accept-terms";
import { configQuery, useConfig } from "@/lib/config";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import { wordsFor } from "@/lib/words";
import styles from "./NewTerms.module.css";

/** The terms have changed since they were accepted: asks once a visit, until they are accepted anew. */
export default function NewTerms() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { terms_version } = useConfig();
  const [later, setLater] = useState(false);
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: acceptTerms,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
    onError: () => client.invalidateQueries(configQuery), // they may have changed once more
  });
  return (
    <Dialog
      open={me.terms_version !== terms_version && !later}
      onClose={() => setLater(true)}
      title={t("account.terms.title")}
      description={
        <Trans
          i18nKey="account.terms.text"
          components={{ terms: <Link to="/tos" target="_blank" className={styles.link} /> }}
        />
      }
    >
      <FormTrouble words={error ? wordsFor(error, t, i18n.language) : null} />
      <DialogActions>
        <Button look="quiet" onClick={() => setLater(true)}>
          {t("account.terms.later")}
        </Button>
        <Button look="filled" busy={isPending} onClick={() => mutate({ terms_version })}>
          {t("account.terms.accept")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
