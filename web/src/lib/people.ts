// Names, as short as a cursor or a disc needs them.

export interface Named {
  id: string;
  name: string;
}

/** "Catherine Vasseur-Le Goué" → "Catherine". */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

/** "Catherine Vasseur-Le Goué" → "CV". */
export function initials(name: string): string {
  return name.trim().split(/\s+/).slice(0, 2).map((word) => word.charAt(0).toLocaleUpperCase("fr")).join("");
}

/** "A", "A et B", "A, B et C". */
export function enumerate(names: readonly string[]): string {
  const last = names.at(-1);
  if (last === undefined) return "";
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} et ${last}`;
}
