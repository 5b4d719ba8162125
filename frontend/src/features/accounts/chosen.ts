import type { Faults } from "@/lib/form";

/** What is wrong with the length of a password that is being chosen. */
export function lengthFault(field: string, password: string, shortest: number): Faults {
  const length = Array.from(password).length;
  return length > 0 && length < shortest ? { [field]: "too-short" } : {};
}
