import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Rows } from "@/components/Skeleton";
import { useSay } from "@/components/Toasts";
import { FormTrouble, Trouble } from "@/components/Trouble";
import type { OtherService } from "@/generated/api";
import { useConfig } from "@/lib/config";
import { learnElsewhere, problemIn } from "@/lib/elsewhere";
import { learnGuard } from "@/lib/guard";
import { keys } from "@/lib/keys";
import { identitiesQuery, link, unlink } from "../api/identities";
import { type Known, knownServices } from "../services";
import styles from "./Address.module.css";
import { ProofForm } from "./ProofForm";

/** The words of services, and those of the proof that linking and unlinking takes. */
export async function learn(): Promise<void> {
  await Promise.all([learnElsewhere(), learnGuard()]);
}

/** The other services by which one may sign in, and whether this account is linked with them. */
export default function Services() {
  const { t } = useTranslation();
  const { providers } = useConfig();
  const { data, error, refetch } = useQuery(identitiesQuery);
  const [search] = useSearchParams();
  const { problem, provider } = problemIn(search);
  const name = providers.find((known) => known.provider === provider)?.name;
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return providers.length > 0 && <Rows count={providers.length} label={t("elsewhere.title")} />;
  }
  const services = knownServices(providers, data.items);
  if (services.length === 0 && !problem) return null;
  return (
    <div className={styles.services} ref={problem ? showIt : null}>
      <FormTrouble
        words={
          problem && t(`elsewhere.problem.${problem}`, { name: name ?? t("elsewhere.a-service") })
        }
      />
      {services.map((service) => (
        <Service key={service.issuer} service={service} />
      ))}
    </div>
  );
}

function showIt(place: HTMLElement | null): void {
  place?.scrollIntoView({ block: "center" });
}

function Service({ service }: { service: Known }) {
  const { t } = useTranslation();
  const { identity, offered } = service;
  return (
    <div className={styles.line}>
      <div className={styles.what}>
        <p className={styles.name}>
          <bdi>{service.name}</bdi>
        </p>
        <p className={styles.value}>
          {identity ? (
            <bdi>{identity.email ?? t("elsewhere.linked")}</bdi>
          ) : (
            t("elsewhere.not-linked")
          )}
        </p>
        {!offered && <p className={styles.value}>{t("elsewhere.no-more")}</p>}
      </div>
      {identity ? <Unlink service={service} /> : <Link service={service} />}
    </div>
  );
}

function Unlink({ service: { provider, name } }: { service: OtherService }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        onClick={() => setOpen(true)}
        aria-label={t("elsewhere.unlink-this", { name })}
      >
        {t("elsewhere.unlink")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("elsewhere.unlink-this", { name })}
        description={t("elsewhere.unlink-text", { name })}
      >
        <ProofForm
          action={t("elsewhere.unlink")}
          look="danger-filled"
          send={(password) => unlink(provider, password)}
          done={() => {
            setOpen(false);
            say(t("elsewhere.unlinked", { name }));
            return client.invalidateQueries({ queryKey: keys.identities });
          }}
          onCancel={() => setOpen(false)}
          words={{ "last-way-in": t("elsewhere.problem.last-way-in", { name }) }}
        />
      </Dialog>
    </>
  );
}

function Link({ service: { provider, name } }: { service: OtherService }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        onClick={() => setOpen(true)}
        aria-label={t("elsewhere.link-this", { name })}
      >
        {t("elsewhere.link")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("elsewhere.link-this", { name })}
        description={t("elsewhere.how", { name })}
      >
        <ProofForm
          action={t("elsewhere.go-on", { name })}
          send={(password) => link(provider, password)}
          done={(address) => location.assign(address)}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
