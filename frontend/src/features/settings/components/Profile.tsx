import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Count, TextField } from "@/components/Field";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
import type { Me } from "@/generated/api";
import { useConfig } from "@/lib/config";
import { missing, tooLong, useSubmission } from "@/lib/form";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import { changeMe } from "../api/change-me";
import { changesIn, type ProfileText, textOf, typedSince } from "../profile";
import { Group } from "./Group";
import { Picture } from "./Picture";
import styles from "./Profile.module.css";

export function Profile() {
  const { t } = useTranslation();
  return (
    <Group id="profile" title={t("settings.profile.title")}>
      <Picture />
      <Form />
    </Group>
  );
}

function Form() {
  const { t } = useTranslation();
  const me = useMe();
  const { limits } = useConfig();
  const [typed, setTyped] = useState<Partial<ProfileText>>({});
  const text = { ...textOf(me), ...typed };
  const changes = changesIn(text, me);
  const { submit, busy, fault, trouble, reset } = useSaving((sent) =>
    setTyped((now) => typedSince(sent, now)),
  );
  const type = (part: Partial<ProfileText>) => setTyped({ ...typed, ...part });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (changes) submit(text);
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <div className={styles.pair}>
        <TextField
          label={t("settings.profile.name")}
          name="full_name"
          autoComplete="name"
          required
          value={text.full_name}
          onValue={(full_name) => type({ full_name })}
          error={fault("full_name")}
        />
        <TextField
          label={t("settings.profile.location")}
          name="location"
          value={text.location}
          onValue={(location) => type({ location })}
          error={fault("location")}
        />
      </div>
      <TextField
        label={t("settings.profile.bio")}
        name="bio"
        aside={<Count of={text.bio} most={limits.bio} />}
        value={text.bio}
        onValue={(bio) => type({ bio })}
        error={fault("bio")}
      />
      <TextField
        label={t("settings.profile.website")}
        name="website"
        type="url"
        inputMode="url"
        autoComplete="url"
        dir="ltr"
        placeholder="https://"
        value={text.website}
        onValue={(website) => type({ website })}
        error={fault("website")}
      />
      <FormTrouble words={trouble} />
      {changes && (
        <div className={styles.actions}>
          <Button type="submit" look="filled" busy={busy}>
            {t("settings.save")}
          </Button>
          <Button
            look="quiet"
            onClick={() => {
              setTyped({});
              reset();
            }}
          >
            {t("settings.undo-changes")}
          </Button>
        </div>
      )}
    </form>
  );
}

function useSaving(onSaved: (sent: ProfileText) => void) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const say = useSay();
  const { limits } = useConfig();
  return useSubmission({
    fields: ["full_name", "bio", "location", "website"],
    send: (text: ProfileText) => changeMe(changesIn(text, me) ?? {}),
    done: (saved: Me, sent) => {
      client.setQueryData(keys.me, saved);
      void client.invalidateQueries({ queryKey: keys.user(saved.id) });
      onSaved(sent);
      say(t("settings.saved"));
    },
    check: (text) => ({
      ...missing({ full_name: text.full_name }),
      ...tooLong(text, { ...limits, location: 100, website: 200 }),
    }),
  });
}
