import { Toast } from "@base-ui/react/toast";
import { useTranslation } from "react-i18next";
import { postpone, sendNow, takeBack } from "@/lib/undo";
import { useSayFailure } from "./Toasts";

const WAIT = 6000; // milliseconds in which it can be taken back

type Deed = {
  /** The name under which lists leave it out. */
  id: string;
  words: string;
  send: () => Promise<unknown>;
};

/** Do something that can be taken back for a while: it shows at once and is sent a little later. */
export function useUndoing(): (deed: Deed) => void {
  const { t } = useTranslation();
  const { add, close } = Toast.useToastManager();
  const sayFailure = useSayFailure();
  return ({ id, words, send }) => {
    const finish = async () => {
      try {
        await sendNow(id);
      } catch (error) {
        sayFailure(error);
      }
    };
    const toast: string = add({
      title: words,
      timeout: WAIT,
      onClose: () => void finish(),
      actionProps: {
        children: t("common.undo"),
        onClick: () => {
          takeBack(id);
          close(toast);
        },
      },
    });
    postpone(id, send, () => close(toast));
  };
}
