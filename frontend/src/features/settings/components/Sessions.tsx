import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Confirm } from "@/components/Confirm";
import { Icon } from "@/components/Icon";
import { Rows } from "@/components/Skeleton";
import { useSay } from "@/components/Toasts";
import { FormTrouble, Trouble } from "@/components/Trouble";
import type { Session, SessionsPage } from "@/generated/api";
import { Refusal } from "@/lib/api";
import { longDay, nearDay, timeOfDay } from "@/lib/dates";
import { keys } from "@/lib/keys";
import { useSignOut } from "@/lib/leaving";
import { useNow } from "@/lib/now";
import { wordsFor } from "@/lib/words";
import { endOtherSessions, endSession, sessionsQuery } from "../api/sessions";
import { deviceOf } from "../device";
import { useSayFailure } from "../failure";
import { without } from "../without";
import { Group } from "./Group";
import styles from "./List.module.css";

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
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(sessionsQuery);
  const end = useEnding();
  if (error && !data) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Rows count={2} label={t("settings.sessions.title")} />;
  const sessions = data.pages.flatMap((page) => page.items);
  return (
    <>
      <ul>
        {sessions.map((session) => (
          <Row key={session.id} session={session} onEnd={() => end(session.id)} />
        ))}
      </ul>
      <div className={styles.below}>
        {hasNextPage && (
          <Button
            size="small"
            busy={isFetchingNextPage}
            onClick={() => !isFetchingNextPage && void fetchNextPage()}
          >
            {t("settings.more")}
          </Button>
        )}
        {sessions.length > 1 && <EndOthers />}
      </div>
    </>
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
    <li className={styles.session}>
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
    </li>
  );
}

function Seen({ at }: { at: string }) {
  const { t, i18n } = useTranslation();
  const now = useNow(60_000);
  const day = nearDay(at, i18n.language, now) ?? longDay(at, i18n.language, now);
  return (
    <time dateTime={at}>
      {t("settings.sessions.seen", { day, time: timeOfDay(at, i18n.language) })}
    </time>
  );
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
  const sayFailure = useSayFailure();
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
      client.setQueryData<InfiniteData<SessionsPage>>(keys.sessions, (data) => without(data, id));
    },
    onSuccess: () => say(t("settings.sessions.ended")),
    onError: sayFailure,
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
