import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { profileOf } from "@/lib/places";
import { Face, type Pictured } from "./Face";
import { Icon } from "./Icon";
import { LiveMark } from "./LiveMark";
import styles from "./PersonRow.module.css";
import { Row, RowLink } from "./Row";

type Props = {
  /** Without an id there is no profile to go to. */
  person: Pictured & { bio?: string | null };
  /** Live now, and since when. */
  live?: { since: string | null } | undefined;
  /** How one stands to each other, or what else there is to say of it, in words. */
  relation?: { icon?: LucideIcon; words: ReactNode } | undefined;
  /** One outlined button and one quiet one. */
  actions?: ReactNode;
};

/** Somebody in a list of people: face, name, bio, how one stands to each other, what one can do. */
export function PersonRow({ person, live, relation, actions }: Props) {
  return (
    <Row
      face={<Face person={person} size={48} ring={live && "live"} />}
      ringed={live !== undefined}
      actions={actions}
    >
      {person.id ? (
        <RowLink to={profileOf(person.id)} className={`${styles.name} ${styles.link}`}>
          <bdi>{person.full_name}</bdi>
        </RowLink>
      ) : (
        <bdi className={styles.name}>{person.full_name}</bdi>
      )}
      {person.bio && (
        <p className={styles.bio}>
          <bdi>{person.bio}</bdi>
        </p>
      )}
      {(live || relation) && (
        <p className={`${styles.relation} ${live ? styles.beside : ""}`}>
          {live && <LiveMark since={live.since} />}
          {relation && (
            <span className={styles.words}>
              {relation.icon && !live && <Icon of={relation.icon} small />}
              {relation.words}
            </span>
          )}
        </p>
      )}
    </Row>
  );
}
