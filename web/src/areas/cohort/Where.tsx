// Where in the year we are: "Entre la 5e et la 6e session."
import { Ordinal } from "../../ui/Ordinal";
import { Words } from "../../ui/Words";
import { placeOf, type Session } from "./cohort";

export function Where({ day, sessions }: { day: string; sessions: readonly Session[] }) {
  const place = placeOf(day, sessions);
  if (!place) return null;
  return (
    <Words k={`where.${place.kind}`}
      current={"current" in place && <Ordinal n={place.current.order} />}
      previous={"previous" in place && <Ordinal n={place.previous.order} />}
      next={"next" in place && <Ordinal n={place.next.order} />} />
  );
}
