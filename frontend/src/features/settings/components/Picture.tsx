import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Face } from "@/components/Face";
import { Later } from "@/components/Later";
import { Block } from "@/components/Skeleton";
import { keys } from "@/lib/keys";
import { useMe } from "@/lib/me";
import { removeAvatar } from "../api/avatar";
import { useWordsOfPicture } from "../picture-words";
import styles from "./Profile.module.css";

const loadCrop = () => import("./Crop");

/** The own picture: chosen, cropped, shown at once; or none. */
export function Picture() {
  const { t } = useTranslation();
  const me = useMe();
  const input = useRef<HTMLInputElement>(null);
  const { chosen, choose, putAway } = useChosen();
  const { trouble, remove, removing, afresh } = usePicture();
  return (
    <div className={styles.picture}>
      <Face person={me} size={72} />
      <div>
        <div className={styles.buttons}>
          <Button size="small" onClick={() => input.current?.click()}>
            {t(me.picture ? "settings.picture.change" : "settings.picture.add")}
          </Button>
          {me.picture && (
            <Button look="quiet" size="small" busy={removing} onClick={remove}>
              {t("settings.picture.remove")}
            </Button>
          )}
        </div>
        <p className={styles.hint}>{t("settings.picture.hint")}</p>
        {trouble && (
          <p role="alert" className={styles.trouble}>
            {trouble}
          </p>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        hidden
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = ""; // the same one may be chosen again
        }}
      />
      <Dialog
        open={chosen !== null}
        onClose={putAway}
        title={t("settings.picture.crop")}
        description={t("settings.picture.crop-text")}
      >
        {chosen && (
          <Later
            load={loadCrop}
            given={{
              ...chosen,
              onDone: async () => {
                await afresh();
                putAway();
              },
              onCancel: putAway,
            }}
          >
            <Block label={t("settings.picture.crop")} tall />
          </Later>
        )}
      </Dialog>
    </div>
  );
}

type Chosen = { file: File; address: string };

/** The file that was chosen, with an address for showing it that is given back in the end. */
function useChosen() {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const address = chosen?.address;
  useEffect(() => () => (address ? URL.revokeObjectURL(address) : undefined), [address]);
  return {
    chosen,
    choose: (file: File | undefined) => {
      if (file) setChosen({ file, address: URL.createObjectURL(file) });
    },
    putAway: () => setChosen(null),
  };
}

function usePicture() {
  const wordsOf = useWordsOfPicture();
  const { id } = useMe();
  const client = useQueryClient();
  const afresh = async () => {
    await client.invalidateQueries({ queryKey: keys.me });
    void client.invalidateQueries({ queryKey: keys.user(id) });
  };
  const { mutate, isPending, error } = useMutation({
    mutationFn: removeAvatar,
    onSuccess: afresh,
  });
  return {
    afresh,
    remove: () => {
      if (!isPending) mutate();
    },
    removing: isPending,
    trouble: error && wordsOf(error),
  };
}
