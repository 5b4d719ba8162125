import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Confirm } from "@/components/Confirm";
import { Icon } from "@/components/Icon";
import { Rows } from "@/components/Skeleton";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
import type { Session } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { keys } from "@/lib/keys";
import { useSignOut } from "@/lib/leaving";
import { editItems, keepLists, useGrowing } from "@/lib/lists";
import { useWhen } from "@/lib/when";
import { wordsFor } from "@/lib/words";
import { endOtherSessions, endSession, sessionsQuery } from "../api/sessions";
import { deviceOf } from "../device";
import { useSayUnsaved } from "../failure";
import { Group } from "./Group";
import styles from "./List.module.css";
import { ShortList } from "./ShortList";

export function Sessions() {
  const { t } = useTranslation();
  return (
    <Group id="sessions" title={t("settings.sessions.title")}>
      <List />
    </Group>
  );
}

function List() {
  const { t } = useTranslation();
  const list = useGrowing(sessionsQuery);
  const end = useEnding();
  return (
    <ShortList
      list={list}
      row={styles.session}
      renderRow={(session) => <Row session={session} onEnd={() => end(session.id)} />}
      waiting={<Rows count={2} label={t("settings.sessions.title")} />}
      empty={null}
      all={list.items && list.items.length > 1 && <EndOthers />}
    />
  );
}

function Row({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { t } = useTranslation();
  const { browser, system, handheld } = deviceOf(session.device);
  const device =
    browser && system
      ? t("settings.sessions.on", { browser, system })
      : (browser ?? system ?? (session.device || t("settings.sessions.unknown")));
  return (
    <>
      <span className={styles.sign}>
        <Icon of={handheld ? Smartphone : Laptop} />
      </span>
      <div className={styles.who}>
        <div className={styles.name}>{device}</div>
        <div className={styles.fact}>
          {session.current ? t("settings.sessions.here") : <Seen at={session.last_seen_at} />}
        </div>
      </div>
      {session.current ? (
        <SignOut />
      ) : (
        <Button
          size="small"
          onClick={onEnd}
          aria-label={t("settings.sessions.end-this", { device })}
        >
          {t("settings.sessions.end")}
        </Button>
      )}
    </>
  );
}

function Seen({ at }: { at: string }) {
  const when = useWhen();
  return <time dateTime={at}>{when(at)}</time>;
}

function SignOut() {
  const { t, i18n } = useTranslation();
  const { signOut, busy, error } = useSignOut();
  return (
    <div>
      <Button size="small" busy={busy} onClick={signOut}>
        {t("account.leaving.sign-out")}
      </Button>
      <FormTrouble words={error ? wordsFor(error, t, i18n.language) : null} />
    </div>
  );
}

/** End one: it goes from the list at once, and is back where that fails. */
function useEnding(): (id: string) => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const sayUnsaved = useSayUnsaved();
  const { mutate } = useMutation({
    mutationFn: async (id: string) => {
      try {
        await endSession(id);
      } catch (error) {
        // What has ended already is ended.
        if (!(error instanceof Refusal && error.status === 404)) throw error;
      }
    },
    onMutate: async (id: string) => {
      await client.cancelQueries({ queryKey: keys.sessions });
      const takeBack = keepLists(client, keys.sessions);
      editItems<Session>(client, keys.sessions, (one) => (one.id === id ? null : one));
      return takeBack;
    },
    onSuccess: () => say(t("settings.sessions.ended")),
    onError: (error, _, takeBack) => {
      takeBack?.();
      sayUnsaved(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
  return mutate;
}

function EndOthers() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" size="small" onClick={() => setOpen(true)}>
        {t("settings.sessions.end-others")}
      </Button>
      <Confirm
        open={open}
        onClose={() => setOpen(false)}
        title={t("settings.sessions.sure")}
        action={t("settings.sessions.end-others")}
        run={endOtherSessions}
        done={async () => {
          say(t("settings.sessions.all-ended"));
          await client.invalidateQueries({ queryKey: keys.sessions });
        }}
      >
        {t("settings.sessions.sure-text")}
      </Confirm>
    </>
  );
}
