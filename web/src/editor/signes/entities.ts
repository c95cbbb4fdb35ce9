// The named entities of HTML, by the browser that knows them all.
const known = new Map<string, string | null>();

/** What `&name;` stands for; null when it is no entity. */
export function decoded(name: string): string | null {
  const before = known.get(name);
  if (before !== undefined) return before;
  const field = document.createElement("textarea");
  field.innerHTML = `&${name};`;
  const { value } = field;
  const whole = value !== `&${name};` && (name === "semi" || !value.endsWith(";"));     // "&notx;" is "¬x;" to a browser
  known.set(name, whole ? value : null);
  return whole ? value : null;
}
