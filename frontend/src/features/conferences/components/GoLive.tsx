import { useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/Button";
import { Dialog, DialogActions } from "@/components/Dialog";
import { PasswordField } from "@/components/Field";
import { useSay } from "@/components/Toasts";
import { FormTrouble } from "@/components/Trouble";
import { useConfig } from "@/lib/config";
import { useSubmission } from "@/lib/form";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import { conferenceAt } from "@/lib/places";
import { useStillThere } from "@/lib/still-there";
import { start } from "../api/commands";
import { createOnce, type Draft } from "../api/create";
import { type About, wrongIn } from "../lib/about";
import { refreshConferences } from "../lib/commands";
import { ConferenceFields } from "./ConferenceFields";
import styles from "./dialogs.module.css";

type Props = { open: boolean; onClose: () => void };
type When = "now" | "later";

const BLANK: About = { title: "", description: "", visibility: "private" };

/** The dialog by which one goes live; what was written stays until it is used. */
export default function GoLive({ open, onClose }: Props) {
  const { t } = useTranslation();
  const [about, setAbout] = useState(BLANK);
  const [password, setPassword] = useState("");
  // What was made but could not be started is the same when one comes back to it.
  const [create, setCreate] = useState(() => createOnce());
  return (
    <Dialog open={open} onClose={onClose} title={t("conference.go-live")}>
      <Form
        open={open}
        about={about}
        onAbout={setAbout}
        password={password}
        onPassword={setPassword}
        create={create}
        onDone={(used) => {
          setCreate(() => createOnce());
          setAbout((now) => (now === used.about ? BLANK : now));
          setPassword((now) => (now === used.password ? "" : now));
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}

type Written = { about: About; password: string };
type FormProps = Written & {
  open: boolean;
  onAbout: (about: About) => void;
  onPassword: (password: string) => void;
  create: (draft: Draft) => Promise<string>;
  /** It was made of this. */
  onDone: (used: Written) => void;
  onClose: () => void;
};

function Form({ open, about, onAbout, password, onPassword, create, onDone, onClose }: FormProps) {
  const { t } = useTranslation();
  const { limits } = useConfig();
  const isStillThere = useStillThere(open);
  const goOn = useGoingOn();
  const { submit, busy, fault, trouble } = useSubmission({
    fields: ["title", "description", "password"],
    send: async ({ when, ...written }: Written & { when: When }) => {
      const { title, description, visibility } = written.about;
      const id = await create({
        title,
        description: description.trim() ? description : null,
        visibility,
        password: written.password || null,
      });
      if (when === "now") await start(id);
      return id;
    },
    done: async (id, { when, ...used }) => {
      onDone(used);
      const stayed = isStillThere();
      if (stayed) onClose();
      await goOn(id, when, stayed);
    },
    check: (written) => wrongIn(written.about, limits),
  });
  const [pressed, setPressed] = useState<When>("now");
  const press = (when: When) => {
    setPressed(when);
    submit({ about, password, when });
  };
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        press("now");
      }}
    >
      <div className={styles.fields}>
        <ConferenceFields value={about} onValue={onAbout} fault={fault} />
        <PasswordField
          label={t("conference.form.password")}
          note={t("conference.form.optional")}
          name="password"
          icon={Lock}
          placeholder={t("conference.form.lock")}
          autoComplete="new-password"
          value={password}
          onValue={onPassword}
          error={fault("password")}
        />
      </div>
      <div className={styles.trouble}>
        <FormTrouble words={trouble} />
      </div>
      <DialogActions>
        <Button look="quiet" busy={busy && pressed === "later"} onClick={() => press("later")}>
          {t("conference.form.later")}
        </Button>
        <Button type="submit" look="filled" size="large" busy={busy && pressed === "now"}>
          {t("conference.form.now")}
        </Button>
      </DialogActions>
    </form>
  );
}

/** Into what was made, for who has stayed until it was; who has gone on to something else is told. */
function useGoingOn() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const say = useSay();
  return async (id: string, when: When, stayed: boolean) => {
    refreshConferences(client, me.id);
    void client.invalidateQueries({ queryKey: keys.conference(id) });
    // Before one is in, one sees how one will be seen.
    const enter = () => navigate(conferenceAt(id));
    if (stayed) return enter();
    return say(t(`conference.made.${when}`), {
      label: t("conference.made.open"),
      run: () => void enter(),
    });
  };
}
