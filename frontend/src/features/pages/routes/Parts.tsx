import { Toast } from "@base-ui/react/toast";
import { Ban, Flag } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/Button";
import { Cards } from "@/components/Cards";
import { Checkbox } from "@/components/Checkbox";
import { Radios, Switch } from "@/components/Choice";
import { ConferenceCard } from "@/components/ConferenceCard";
import { ConferenceRow } from "@/components/ConferenceRow";
import { Confirm } from "@/components/Confirm";
import { Dialog, DialogActions } from "@/components/Dialog";
import { Empty } from "@/components/Empty";
import { Face, Faces } from "@/components/Face";
import { Count, PasswordField, TextArea, TextField } from "@/components/Field";
import { Kind } from "@/components/Kind";
import { Lamp, LiveMark } from "@/components/LiveMark";
import { Logo } from "@/components/Logo";
import { Menu } from "@/components/Menu";
import { PersonRow } from "@/components/PersonRow";
import { SelectField } from "@/components/Select";
import { Block, Rows as SkeletonRows } from "@/components/Skeleton";
import { Tabs } from "@/components/Tabs";
import { Tile } from "@/components/Tile";
import { Toasts, useSay } from "@/components/Toasts";
import { FormTrouble, Trouble } from "@/components/Trouble";
import type { Conference } from "@/generated/api";
import { OFFLINE, Refusal } from "@/lib/api";
import { TINTS } from "@/lib/people";
import { useTitle } from "@/lib/title";
import styles from "./Parts.module.css";

const COLOURS = [
  "paper",
  "surface",
  "fill",
  "stage",
  "line",
  "line-strong",
  "ink",
  "ink-2",
  "ink-3",
  "accent",
  "accent-fill",
  "accent-soft",
  "live",
  "danger",
] as const;
const SINCE = new Date(Date.now() - 1450_000).toISOString();
const AMAL = { id: "00000000-0000-7000-8000-000000000003", full_name: "Amal Haddad" };
const MIREILLE = { id: "00000000-0000-7000-8000-000000000007", full_name: "Mireille Fontaine" };

const LIVE: Conference = {
  id: "00000000-0000-7000-8000-000000000009",
  title: "Garden plans for spring",
  description: "What to sow, and where.",
  visibility: "private",
  locked: false,
  state: "live",
  speaker: { ...AMAL, picture: null },
  mine: false,
  joined: true,
  created_at: SINCE,
  broadcast_at: SINCE,
  finished_at: null,
  people: [{ ...MIREILLE, picture: null }],
  people_count: 1,
  my_attendance_seconds: null,
};
const OVER: Conference = { ...LIVE, state: "finished", finished_at: new Date().toISOString() };

/** Every drawn part on one page, in both themes: for whoever draws, in development alone. */
export default function Parts() {
  useTitle("Parts");
  return (
    <Toast.Provider>
      <main className={styles.sheet}>
        <Half theme="light" />
        <Half theme="dark" />
      </main>
      <Toasts />
    </Toast.Provider>
  );
}

function Half({ theme }: { theme: "light" | "dark" }) {
  return (
    <section className={styles.half} data-theme={theme} aria-label={theme}>
      <div className={styles.swatches}>
        {COLOURS.map((colour) => (
          <span key={colour} className={styles.swatch}>
            <i className={`${styles.colour} ${styles[colour]}`} />
            {colour}
          </span>
        ))}
      </div>
      <People />
      <Rows />
      <Type />
      <Buttons />
      <Marks />
      <Fields />
      <Choices />
      <Waiting />
    </section>
  );
}

function People() {
  return (
    <Row>
      {TINTS.map((tint, index) => (
        <Face
          key={tint}
          person={{ id: `00000000-0000-7000-8000-00000000000${index}`, full_name: "A a" }}
          size={32}
        />
      ))}
    </Row>
  );
}

function Rows() {
  return (
    <>
      <PersonRow
        person={{ ...AMAL, bio: "Reads on Sundays", picture: null }}
        live={{ since: SINCE }}
        relation={{ words: "Connected" }}
        actions={<Button size="small">Join</Button>}
      />
      <Tile conference={LIVE} known={LIVE.people} />
      <ConferenceCard conference={OVER} reader={MIREILLE.id} onRemove={() => {}} />
      <ConferenceRow conference={OVER} reader={MIREILLE.id} />
    </>
  );
}

function Type() {
  return (
    <div className={styles.type}>
      <p className={styles.display}>Amal is not live yet</p>
      <small>display 40/44</small>
      <h1>Three people are live</h1>
      <small>h1 30/36</small>
      <h2>Earlier</h2>
      <small>h2 24/30</small>
      <h3>Garden plans for spring</h3>
      <small>h3 19/24</small>
      <p className={styles.read}>Reading text, for messages</p>
      <small>read 17/27</small>
      <p>Body, for everything else</p>
      <small>body 15/22</small>
      <p className={styles.small}>Small, for facts 18:41 · 1 h 22</p>
      <small>small 13/18</small>
    </div>
  );
}

function Buttons() {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Row>
        <Button look="filled">Primary</Button>
        <Button>Secondary</Button>
        <Button look="quiet">Quiet</Button>
        <Button look="danger">Danger</Button>
        <Button>
          <Lamp />
          Go live
        </Button>
      </Row>
      <Row>
        <Button busy>Busy</Button>
        <Button size="small" onClick={() => setOpen(true)}>
          Dialog
        </Button>
        <Button size="small" onClick={() => setAsking(true)}>
          Confirm
        </Button>
        <Button size="small" onClick={() => say("Removed.", { label: "Undo", run: () => {} })}>
          Toast
        </Button>
        <Menu
          label="More"
          actions={[
            { label: "Report", icon: Flag, run: () => {} },
            { label: "Block", icon: Ban, danger: true, run: () => {} },
          ]}
        />
        <Logo />
      </Row>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Delete it?"
        description="It is gone for good."
      >
        <DialogActions>
          <Button look="quiet" onClick={() => setOpen(false)}>
            Cancel
          </Button>
          <Button look="danger-filled" onClick={() => setOpen(false)}>
            Delete
          </Button>
        </DialogActions>
      </Dialog>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title="Delete it?"
        action="Delete"
        run={() => Promise.resolve()}
      >
        It is gone for good.
      </Confirm>
    </>
  );
}

function Marks() {
  return (
    <Row>
      <Face person={MIREILLE} size={64} ring="live" />
      <Face person={MIREILLE} size={64} ring="waiting" />
      <Face person={MIREILLE} size={64} />
      <LiveMark since={SINCE} />
      <Kind of="private" />
      <Kind of="public" />
      <Faces people={[MIREILLE, AMAL]} />
    </Row>
  );
}

function Fields() {
  const [text, setText] = useState("");
  const field = { value: text, onValue: setText };
  return (
    <div className={styles.fields}>
      <TextField label="A field" name="field" placeholder="Empty field" {...field} />
      <PasswordField label="Password" name="password" hint="A hint below it." {...field} />
      <TextField label="At fault" name="fault" error="This is needed." {...field} />
      <TextArea
        label="Description"
        name="text"
        aside={<Count of={text} most={2000} />}
        {...field}
      />
      <SelectField
        label="One of many"
        name="one"
        value="b"
        onValue={() => {}}
        options={[
          { value: "a", label: "This" },
          { value: "b", label: "That" },
        ]}
      />
    </div>
  );
}

function Choices() {
  const [on, setOn] = useState(true);
  const [kind, setKind] = useState<"private" | "public">("private");
  return (
    <div>
      <Checkbox checked={on} onChecked={setOn}>
        Stay signed in on this device
      </Checkbox>
      <Switch checked={on} onChecked={setOn} label="Mail me what I miss" hint="When it happens" />
      <Switch checked={!on} onChecked={() => setOn(!on)} label="The other way round" />
      <Cards
        label="Who may come"
        value={kind}
        onValue={setKind}
        options={[
          { value: "private", label: "Private", hint: "Your connections" },
          { value: "public", label: "Public", hint: "Anyone with an account" },
        ]}
      />
      <Radios
        label="Who may come"
        value={kind}
        onValue={setKind}
        options={[
          { value: "private", label: "Private" },
          { value: "public", label: "Public" },
        ]}
      />
    </div>
  );
}

function Waiting() {
  return (
    <>
      <Tabs
        label="Tabs"
        current="/parts"
        tabs={[
          { to: "/parts", label: "Inbox", count: 2 },
          { to: "/parts?sent", label: "Sent" },
        ]}
      />
      <Trouble error={new Refusal(0, OFFLINE)} onRetry={() => {}} />
      <FormTrouble words="The password is wrong. Check it and try again." />
      <SkeletonRows count={2} label="Waiting" />
      <Block label="Waiting" />
      <Empty
        title="It is only you so far"
        actions={<Button look="filled">Find people you know</Button>}
      >
        When people you know go live, they appear here.
      </Empty>
    </>
  );
}

function Row({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
