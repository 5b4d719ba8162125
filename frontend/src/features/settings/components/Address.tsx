import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { AddressForm } from "@/components/AddressForm";
import { Button, ButtonLink } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Later } from "@/components/Later";
import { Rows } from "@/components/Skeleton";
import { FormTrouble } from "@/components/Trouble";
import { requestReset } from "@/lib/address";
import { useConfig } from "@/lib/config";
import { useMe } from "@/lib/me";
import { wordsFor } from "@/lib/words";
import styles from "./Address.module.css";
import { Group } from "./Group";

const loadServices = () => import("./Services");

/** By what one signs in: the address and the password, and other services. */
export function Address() {
  const { t } = useTranslation();
  const me = useMe();
  const { providers } = useConfig();
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <Group id="address" title={t("settings.address.title")}>
      <div className={styles.line}>
        <div className={styles.what}>
          <p className={styles.name}>{t("settings.address.email")}</p>
          <p className={styles.value}>
            <bdi>{me.email}</bdi>
          </p>
        </div>
        {me.has_password && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t("settings.address.change")}
          </Button>
        )}
      </div>
      <output className={styles.notice}>
        {asked && (
          <Trans
            i18nKey="settings.address.asked"
            values={{ email: asked }}
            components={{ address: <bdi className={styles.name} /> }}
          />
        )}
      </output>
      <div className={styles.line}>
        <div className={styles.what}>
          <p className={styles.name}>{t("settings.address.password")}</p>
          <p className={styles.value}>
            {t(me.has_password ? "settings.address.password-hint" : "settings.address.none")}
          </p>
        </div>
        {me.has_password ? (
          <ButtonLink to="/reset-password" size="small">
            {t("settings.address.change")}
          </ButtonLink>
        ) : (
          <FirstPassword email={me.email} />
        )}
      </div>
      <Later load={loadServices} given={{}}>
        {providers.length > 0 && (
          <Rows count={providers.length} label={t("settings.address.title")} />
        )}
      </Later>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("account.move.title")}
        description={t("settings.address.how")}
      >
        <AddressForm
          onSent={(email) => {
            setOpen(false);
            setAsked(email);
          }}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </Group>
  );
}

/** For who has no password: a link to set one is mailed. */
function FirstPassword({ email }: { email: string }) {
  const { t, i18n } = useTranslation();
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => requestReset({ email }),
  });
  if (isSuccess) return <output>{t("settings.address.set-asked", { email })}</output>;
  return (
    <div>
      <Button size="small" busy={isPending} onClick={() => mutate()}>
        {t("settings.address.set")}
      </Button>
      <FormTrouble words={error ? wordsFor(error, t, i18n.language) : null} />
    </div>
  );
}
