import { useState } from "react";
import { initials, tint } from "@/lib/people";
import { profileOf } from "@/lib/places";
import styles from "./Face.module.css";
import { Link } from "./Link";

export type Pictured = { id?: string | null; full_name?: string | null; picture?: string | null };
type Ring = "live" | "waiting";
type Size = 24 | 28 | 30 | 32 | 40 | 44 | 48 | 60 | 64 | 72 | 76 | 96 | 124;

type Props = {
  person: Pictured;
  size: Size;
  /** Live now, or not yet. */
  ring?: Ring | undefined;
};

/** A person: the picture, or else the initials on a tint that is always the same for that person. */
export function Face({ person, size, ring }: Props) {
  const face = <Drawn key={person.picture ?? ""} person={person} size={size} />;
  if (!ring) return face;
  return (
    <span className={`${styles.ring} ${ring === "live" ? styles.live : styles.waiting}`}>
      {face}
    </span>
  );
}

function Drawn({ person, size }: { person: Pictured; size: Size }) {
  const [broken, setBroken] = useState(false);
  const sized = `${styles.face} ${styles[`s${size}`]}`;
  if (person.id && person.picture && !broken) {
    return (
      <span className={sized}>
        <img
          src={`/api/users/${person.id}/avatar?v=${person.picture}`}
          alt=""
          width={size}
          height={size}
          decoding="async"
          onError={() => setBroken(true)}
        />
      </span>
    );
  }
  if (!person.full_name) return <span className={`${sized} ${styles.gone}`} aria-hidden />;
  return (
    // Drawn by the style: as text they would belong to the name of the link around them.
    <span
      className={`${sized} ${styles.initials} ${styles[tint(person.id)]}`}
      data-initials={initials(person.full_name)}
      aria-hidden
    />
  );
}

/** A face that leads to the profile beside the name that does: for who sees it, not for who hears or tabs. */
export function FaceLink({ className, ...face }: Props & { className: string | undefined }) {
  const { id } = face.person;
  const drawn = <Face {...face} />;
  if (!id) return <span className={className}>{drawn}</span>;
  return (
    <Link to={profileOf(id)} className={className} tabIndex={-1} aria-hidden>
      {drawn}
    </Link>
  );
}

/** Several faces beside each other; how many more there are is for words. */
export function Faces({ people }: { people: readonly Pictured[] }) {
  return (
    <span className={styles.several}>
      {people.map((person, index) => (
        <Face key={person.id ?? index} person={person} size={24} />
      ))}
    </span>
  );
}
