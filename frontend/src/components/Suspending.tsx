import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { learnDeciding } from "@/lib/deciding";
import { refreshRelations } from "@/lib/relations";
import { suspend } from "@/lib/suspension";
import { useSay } from "./Toasts";
import { WordsDialog } from "./WordsDialog";

export type Suspended = {
  id: string;
  name: string;
  open: boolean;
  onClose: () => void;
  /** Whether it takes the place of a suspension that holds. */
  anew?: boolean;
};

export const learn = learnDeciding;

/** Suspends an account, or says anew for how long. */
export default function Suspending({ id, name, open, onClose, anew = false }: Suspended) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const say = useSay();
  return (
    <WordsDialog
      open={open}
      onClose={onClose}
      title={anew ? t("deciding.change-title", { name }) : t("moderation.suspend.title", { name })}
      text={anew ? t("deciding.change-text") : t("moderation.suspend.text")}
      name={name}
      action={anew ? t("deciding.change") : t("moderation.suspend.action")}
      look="danger-filled"
      lasting
      send={(said) => suspend(id, said)}
      done={() => {
        void refreshRelations(client);
        say(t("moderation.said.suspend", { name }));
      }}
    />
  );
}
