import type { FC } from "react";
import { useTranslation } from "react-i18next";
import type { StageProps } from "../stage";

/** A meeting at a Jitsi server. */
const JitsiStage: FC<StageProps> = () => {
  const { t } = useTranslation();
  return <p role="alert">{t("room.engine.unreachable")}</p>;
};

export default JitsiStage;
