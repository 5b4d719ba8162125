import "react-easy-crop/react-easy-crop.css";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import Cropper, { type Area } from "react-easy-crop";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { DialogActions } from "@/components/Dialog";
import { FormTrouble } from "@/components/Trouble";
import { setAvatar } from "../api/avatar";
import { cut } from "../cut";
import { useWordsOfPicture } from "../picture-words";
import styles from "./Crop.module.css";

type Props = {
  file: File;
  /** Under which the page itself can show the file. */
  address: string;
  onDone: () => Promise<void>;
  onCancel: () => void;
};

const CLOSEST = 4;

/** The part of a picture that is to be seen: moved by dragging or the arrows, and brought closer. */
export default function Crop({ file, address, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const wordsOf = useWordsOfPicture();
  const [place, setPlace] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Area | null>(null);
  const [broken, setBroken] = useState(false);
  const slider = useId();
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (part: Area) => setAvatar(await cut(file, part)),
    onSuccess: onDone,
  });
  const save = () => {
    if (area && !isPending) mutate(area);
  };
  return (
    <>
      <div className={styles.stage} dir="ltr">
        {!broken && (
          <Cropper
            image={address}
            crop={place}
            zoom={zoom}
            maxZoom={CLOSEST}
            aspect={1}
            cropShape="round"
            showGrid={false}
            disableAutomaticStylesInjection
            onCropChange={setPlace}
            onZoomChange={setZoom}
            onCropComplete={(_, pixels) => setArea(pixels)}
            mediaProps={{ onError: () => setBroken(true), alt: "" }}
            cropperProps={{ role: "group", "aria-label": t("settings.picture.part") }}
          />
        )}
      </div>
      <div className={styles.zoom}>
        <label htmlFor={slider}>{t("settings.picture.zoom")}</label>
        <input
          id={slider}
          type="range"
          className={styles.slider}
          min={1}
          max={CLOSEST}
          step={0.05}
          value={zoom}
          onChange={(event) => setZoom(event.target.valueAsNumber)}
        />
      </div>
      <FormTrouble words={broken ? t("problem.field.broken") : error ? wordsOf(error) : null} />
      <DialogActions>
        <Button look="quiet" onClick={onCancel}>
          {t("common.dialog.cancel")}
        </Button>
        <Button look="filled" busy={isPending} aria-disabled={!area} onClick={save}>
          {t("settings.picture.save")}
        </Button>
      </DialogActions>
    </>
  );
}
