import type { Limits } from "@/generated/api";
import { type Faults, lengthOf } from "@/lib/form";

/** What is wrong with the length of a password that is being chosen. */
export function lengthFault(field: string, password: string, limits: Limits): Faults {
  const length = lengthOf(password);
  if (length > limits.password_longest) return { [field]: "too-long" };
  return length > 0 && length < limits.password_shortest ? { [field]: "too-short" } : {};
}
