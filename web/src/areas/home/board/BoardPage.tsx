// The board of a cohort that the address names, for who runs several.
import { t } from "../../../i18n/t";
import { useResource } from "../../../lib/resource";
import { useTitle } from "../../../lib/title";
import { Loaded } from "../../../ui/Loaded";
import type { Me } from "../../session/session";
import { BoardPart } from "./BoardPart";
import { loadBoard, type Board } from "../trainees";
import "./words";

export function BoardPage({ me, cohort }: { me: Me; cohort: string }) {
  const board = useResource(`board ${cohort}`, (signal) => loadBoard(signal, cohort));
  return <Loaded from={board}>{(one) => <Named me={me} board={one} reload={board.reload} />}</Loaded>;
}

function Named({ me, board, reload }: { me: Me; board: Board; reload: () => void }) {
  const title = t("board.of", { label: board.cohort?.label ?? "" });
  useTitle(title);
  return (
    <>
      <header class="page-head"><h1>{title}</h1></header>
      <div class="stack"><BoardPart me={me} board={board} reload={reload} /></div>
    </>
  );
}
