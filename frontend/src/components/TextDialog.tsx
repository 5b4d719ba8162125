import { type ReactNode, useState } from "react";
import { missing, tooLong, useSubmission } from "@/lib/form";
import type { Look } from "./Button";
import { Dialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { Count, TextArea } from "./Field";

const MOST = 2000; // characters

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What becomes of it. */
  description: string;
  /** What is to be written, and what the API calls it. */
  label: string;
  name: string;
  hint?: string;
  /** What else is to be chosen. */
  children?: ReactNode;
  /** The word of the deed. */
  action: string;
  look?: Look;
  send: (text: string) => Promise<unknown>;
  done: () => void;
  /** Words for codes that mean something particular here. */
  refusals?: Partial<Record<string, string>>;
};

/** A dialog in which one writes why: words for a moderator, or a moderator's. */
export function TextDialog(props: Props) {
  const { open, onClose, title, description, label, name, hint, children, action, look } = props;
  const [text, setText] = useState("");
  const { submit, busy, fault, trouble, reset } = useSubmission({
    fields: [name],
    send: props.send,
    done: () => {
      setText("");
      onClose();
      props.done();
    },
    check: (given) => ({
      ...missing({ [name]: given }),
      ...tooLong({ [name]: given }, { [name]: MOST }),
    }),
    words: props.refusals ?? {},
  });
  const close = () => {
    onClose();
    reset();
  };
  return (
    <Dialog open={open} onClose={close} title={title} description={description}>
      <DialogForm
        action={action}
        {...(look && { look })}
        trouble={trouble}
        busy={busy}
        onSend={() => submit(text)}
        onCancel={close}
      >
        <TextArea
          label={label}
          name={name}
          rows={5}
          required
          value={text}
          onValue={setText}
          error={fault(name)}
          hint={hint}
          aside={<Count of={text} most={MOST} />}
        />
        {children}
      </DialogForm>
    </Dialog>
  );
}
