import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { AddressForm } from "@/components/AddressForm";
import { Button, ButtonLink } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { useMe } from "@/lib/me";
import styles from "./Address.module.css";
import { Group } from "./Group";

/** By what one signs in: the address and the password. */
export function Address() {
  const { t } = useTranslation();
  const me = useMe();
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
        <Button size="small" onClick={() => setOpen(true)}>
          {t("settings.address.change")}
        </Button>
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
          <p className={styles.value}>{t("settings.address.password-hint")}</p>
        </div>
        <ButtonLink to="/reset-password" size="small">
          {t("settings.address.change")}
        </ButtonLink>
      </div>
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
