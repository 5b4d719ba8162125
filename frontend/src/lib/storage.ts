/*
 * What is kept in this browser. One that refuses to, as where cookies are switched off, throws when it is only asked;
 * then what was to be kept is, as long as the page is open.
 */
function keeper(storage: () => Storage) {
  const meanwhile = new Map<string, string>();
  return {
    read: (name: string): string | null => {
      try {
        return meanwhile.get(name) ?? storage().getItem(name);
      } catch {
        return null;
      }
    },
    write: (name: string, value: string): void => {
      try {
        storage().setItem(name, value);
        meanwhile.delete(name);
      } catch {
        meanwhile.set(name, value);
      }
    },
    remove: (name: string): void => {
      meanwhile.delete(name);
      try {
        storage().removeItem(name);
      } catch {
        // There is nothing.
      }
    },
  };
}

/** For this browser, whatever the window. */
export const memory = keeper(() => localStorage);

/** For this window alone, and as long as it is there. */
export const windowMemory = keeper(() => sessionStorage);
