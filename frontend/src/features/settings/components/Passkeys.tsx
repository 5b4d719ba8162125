import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Icon } from "@/components/Icon";
import { Rows } from "@/components/Skeleton";
import { useSay } from "@/components/Toasts";
import { Trouble } from "@/components/Trouble";
import type { Passkey } from "@/generated/api";
import { longDay } from "@/lib/dates";
import { keys } from "@/lib/keys";
import { useMinute } from "@/lib/now";
import { addPasskey, passkeysQuery, removePasskey } from "../api/passkeys";
import { deviceOf } from "../device";
import styles from "./Address.module.css";
import list from "./List.module.css";
import { ProofForm } from "./ProofForm";

/** By which passkeys one signs in: added, and removed again. */
export function Passkeys() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(passkeysQuery);
  const adding = useRef<HTMLButtonElement>(null);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Rows count={1} label={t("guard.passkey.title")} />;
  return (
    <>
      <div className={styles.line}>
        <div className={styles.what}>
          <p className={styles.name}>{t("guard.passkey.title")}</p>
          <p className={styles.value}>{t("guard.passkey.text")}</p>
        </div>
        <Add button={adding} />
      </div>
      {data.items.length > 0 && (
        <ul aria-label={t("guard.passkey.title")}>
          {data.items.map((one) => (
            <li key={one.id} className={list.session}>
              <One passkey={one} onRemoved={() => adding.current?.focus()} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function One({ passkey, onRemoved }: { passkey: Passkey; onRemoved: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useMinute();
  const day = (at: string) => longDay(at, i18n.language, now);
  const { name, created_at, used_at } = passkey;
  return (
    <>
      <span className={list.sign}>
        <Icon of={KeyRound} />
      </span>
      <div className={list.who}>
        <div className={list.name}>
          <bdi>{name}</bdi>
        </div>
        <div className={list.fact}>{t("guard.passkey.added", { day: day(created_at) })}</div>
        <div className={list.fact}>
          {used_at ? t("guard.passkey.used", { day: day(used_at) }) : t("guard.passkey.unused")}
        </div>
      </div>
      <Remove passkey={passkey} onRemoved={onRemoved} />
    </>
  );
}

/** What browsers and the server say of a passkey, in words. */
function useFailures(): Partial<Record<string, string>> {
  const { t } = useTranslation();
  return {
    "passkey-cancelled": t("guard.passkey.passkey-cancelled"),
    "passkey-known": t("guard.passkey.passkey-known"),
    "passkey-unable": t("guard.passkey.passkey-unable"),
    "passkey-elsewhere": t("guard.passkey.passkey-elsewhere"),
    "passkey-unknown": t("guard.passkey.passkey-unknown"),
    "passkey-refused": t("guard.passkey.not-made"),
    "passkeys-full": t("guard.passkey.full"),
    "sign-in-outdated": t("guard.passkey.sign-in-outdated"),
    "last-way-in": t("guard.passkey.last"),
  };
}

function Add({ button }: { button: RefObject<HTMLButtonElement | null> }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const words = useFailures();
  const [open, setOpen] = useState(false);
  const { browser, system } = deviceOf(navigator.userAgent);
  return (
    <>
      <Button ref={button} size="small" onClick={() => setOpen(true)}>
        {t("guard.passkey.add")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("guard.passkey.add")}
        description={t("guard.passkey.how")}
      >
        <ProofForm
          action={t("guard.proof.go-on")}
          called={[browser, system].filter(Boolean).join(", ")}
          send={(password, name) => addPasskey(name, password)}
          done={() => {
            setOpen(false);
            say(t("guard.passkey.has-added"));
            return client.invalidateQueries({ queryKey: keys.passkeys });
          }}
          onCancel={() => setOpen(false)}
          words={words}
        />
      </Dialog>
    </>
  );
}

function Remove({ passkey: { id, name }, onRemoved }: { passkey: Passkey; onRemoved: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const words = useFailures();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        onClick={() => setOpen(true)}
        aria-label={t("guard.passkey.remove-this", { name })}
      >
        {t("guard.passkey.remove")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("guard.passkey.remove-this", { name })}
        description={t("guard.passkey.remove-text")}
      >
        <ProofForm
          action={t("guard.passkey.remove")}
          look="danger-filled"
          send={(password) => removePasskey(id, password)}
          done={async () => {
            setOpen(false);
            say(t("guard.passkey.removed"));
            await client.invalidateQueries({ queryKey: keys.passkeys });
            onRemoved();
          }}
          onCancel={() => setOpen(false)}
          words={words}
        />
      </Dialog>
    </>
  );
}
