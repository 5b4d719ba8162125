import { useTranslation } from "react-i18next";
import { appeal } from "@/lib/appeals";
import { TextDialog } from "./TextDialog";

type Props = {
  /** The decision. */
  id: string;
  open: boolean;
  onClose: () => void;
  done: () => void;
};

/** An appeal against a decision about oneself, which can be made once. */
export function AppealDialog({ id, open, onClose, done }: Props) {
  const { t } = useTranslation();
  return (
    <TextDialog
      open={open}
      onClose={onClose}
      title={t("deciding.mine.appeal-title")}
      description={t("deciding.mine.appeal-text")}
      label={t("deciding.mine.plea")}
      name="text"
      action={t("deciding.mine.send")}
      send={(plea) => appeal(id, plea)}
      done={done}
      refusals={{
        "already-appealed": t("deciding.mine.already"),
        "not-in-force": t("deciding.over"),
      }}
    />
  );
}
