// What the home page gathers, each part from its area. A part that this person may not ask for is simply empty.
import { isRefusal } from "../../lib/api";
import { loadCohort, type Cohort } from "../cohort/cohort";
import { isWork, loadDocuments, type DocumentRecord } from "../document/document";
import { isToDo, loadWorks, type WorkRecord } from "../document/work";
import { loadGroups, type GroupLine } from "../group/group";
import { loadJournal, loadShared, type Entry } from "../journal/journal";
import { firstPageOf } from "../session/roles";
import type { Me } from "../session/session";
import { loadWaiting, type OwnText, type QueueItem } from "./queue";
import { loadBoard, loadTrainees, type Board, type Trainee } from "./trainees";

export interface Home {
  queue: QueueItem[];
  remarked: OwnText[];              // one's own texts with conversations to settle
  trainees: Trainee[];              // those one accompanies
  board: Board | null;
  cohort: Cohort | null;            // whose dates are one's own: null as well while the board is of another, and for who left
  entries: Entry[];
  shared: Entry[];
  groups: GroupLine[];
  team: GroupLine | null;
  teamPages: DocumentRecord[];
  ownWorks: WorkRecord[];           // none before one is enrolled
  due: WorkRecord[];                // those that are to be handed in, the next first
  myWorks: (DocumentRecord | WorkRecord)[];        // the others of one's own
  othersWorks: DocumentRecord[];
}

async function orNothing<T>(part: Promise<T>, nothing: T): Promise<T> {
  try {
    return await part;
  } catch (error) {
    if (isRefusal(error)) return nothing;
    throw error;
  }
}

const newestFirst = <T extends { updatedAt: string }>(things: readonly T[]) => [...things].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));

export async function loadHome(me: Me, signal: AbortSignal): Promise<Home> {
  const [cohort, journal, shared, groups, documents, waiting, trainees, board, states] = await Promise.all([
    loadCohort(signal),
    me.abilities.writeJournal ? orNothing(loadJournal(signal), { entries: [], erasesAt: null, abilities: { create: false, export: false } }) : null,
    orNothing(loadShared(signal), []),
    orNothing(loadGroups(signal), []),
    orNothing(loadDocuments(signal), []),
    orNothing(loadWaiting(signal), { items: [], own: [] }),
    orNothing(loadTrainees(signal), []),
    firstPageOf(me.person.roles) === "board" ? orNothing(loadBoard(signal), null) : null,
    me.abilities.writeJournal ? orNothing(loadWorks(signal), []) : [],
  ]);
  const queue = waiting.items;
  const ownWorks = states.filter((work) => work.owner === me.person.id);
  const due = ownWorks.filter(isToDo).sort((a, b) => (a.dueAt ?? "~").localeCompare(b.dueAt ?? "~"));
  const works = newestFirst(documents.filter(isWork));
  const team = groups.find((group) => group.mine && group.kind === "team") ?? null;
  return {
    cohort: cohort?.left || (board?.cohort && board.cohort.id !== cohort?.id) ? null : cohort,
    queue,
    remarked: waiting.own ?? [],
    trainees: trainees.filter((one) => one.accompanied),
    board,
    entries: newestFirst(journal?.entries ?? []),
    shared: newestFirst(shared.filter((entry) => !queue.some((item) => item.document.id === entry.document))),
    groups,
    team,
    teamPages: newestFirst(documents.filter((one) => one.kind === "group_page" && one.owner === team?.id)),
    ownWorks,
    due,
    myWorks: works.filter((work) => work.owner === me.person.id && !due.some((one) => one.id === work.id)).map((work) => states.find((one) => one.id === work.id) ?? work),
    othersWorks: works.filter((work) => work.owner !== me.person.id),
  };
}
