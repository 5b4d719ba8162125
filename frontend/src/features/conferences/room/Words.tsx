import {
  type RefObject,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import styles from "./Chat.module.css";

type Props = {
  of: string;
  /** It has turned out to be long: a button stands below it now. */
  onFolded: () => void;
};

/** What was written; of what is very long the beginning, until one wants to see it all. */
export function Words({ of, onFolded }: Props) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const text = useRef<HTMLParagraphElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const long = useLong(text, whole);
  const folded = useEffectEvent(onFolded);
  useEffect(() => {
    if (long) folded();
  }, [long]);
  useEffect(() => {
    // Where the button goes when the rest is folded away, one may have scrolled beyond.
    if (!whole && document.activeElement === button.current) {
      button.current?.scrollIntoView({ block: "nearest" });
    }
  }, [whole]);
  return (
    <>
      <p ref={text} className={whole ? styles.words : styles.beginning} dir="auto">
        {withoutGaps(of)}
      </p>
      {long && (
        <button
          ref={button}
          type="button"
          className={styles.more}
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
        >
          {t(whole ? "room.chat.less" : "common.more")}
        </button>
      )}
    </>
  );
}

/** Whether there is more of a text than its beginning. */
function useLong(text: RefObject<HTMLElement | null>, whole: boolean): boolean {
  const [long, setLong] = useState(false);
  useLayoutEffect(() => {
    const shown = text.current;
    if (whole || !shown) return undefined;
    const look = () => setLong(shown.scrollHeight > shown.clientHeight);
    look();
    const changes = new ResizeObserver(look);
    changes.observe(shown);
    return () => changes.disconnect();
  }, [text, whole]);
  return long;
}

/** At most one empty line between others. */
export function withoutGaps(words: string): string {
  const lines = words.split("\n");
  return lines.filter((line, at) => !isBlank(line) || !isBlank(lines[at - 1] ?? "x")).join("\n");
}

/** What is blank to the eye, letters among it. */
function isBlank(line: string): boolean {
  return line.replace(/[\s\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/gu, "") === "";
}
