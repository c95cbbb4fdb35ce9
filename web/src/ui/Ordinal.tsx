// "1re", "5e": feminine, for sessions.

export function Ordinal({ n }: { n: number }) {
  return <>{n}<sup>{n === 1 ? "re" : "e"}</sup></>;
}
