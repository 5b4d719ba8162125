import { useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/Button";
import { Dialog, DialogActions } from "@/components/Dialog";
import { PasswordField } from "@/components/Field";
import { FormTrouble } from "@/components/Trouble";
import { useConfig } from "@/lib/config";
import { useSubmission } from "@/lib/form";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
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
        about={about}
        onAbout={setAbout}
        password={password}
        onPassword={setPassword}
        create={create}
        onDone={() => {
          onClose();
          setCreate(() => createOnce());
          setAbout(BLANK);
          setPassword("");
        }}
      />
    </Dialog>
  );
}

type FormProps = {
  about: About;
  onAbout: (about: About) => void;
  password: string;
  onPassword: (password: string) => void;
  create: (draft: Draft) => Promise<string>;
  onDone: () => void;
};

function Form({ about, onAbout, password, onPassword, create, onDone }: FormProps) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { limits } = useConfig();
  const { submit, busy, fault, trouble } = useSubmission({
    send: async (when: When) => {
      const id = await create({
        ...about,
        description: about.description.trim() ? about.description : null,
        password: password || null,
      });
      if (when === "now") await start(id);
      return id;
    },
    done: async (id, when) => {
      refreshConferences(client, me.id);
      void client.invalidateQueries({ queryKey: keys.conference(id) });
      onDone();
      await navigate(`/conference?c=${id}`, { state: { join: when === "now" } });
    },
    check: () => wrongIn(about, limits),
  });
  const [pressed, setPressed] = useState<When>("now");
  const press = (when: When) => {
    setPressed(when);
    submit(when);
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
