// Who is in the group and what each may do, who is invited, who left, who else reads.
import { useSignal } from "@preact/signals";

import { t } from "../../i18n/t";
import { day, parse } from "../../lib/dates";
import { Icon } from "../../ui/Icon";
import { Who } from "../../ui/Who";
import { roleWords } from "../session/roles";
import { Ask } from "./Ask";
import { endsWithout, takeOut, uninvite, type Group, type Member } from "./group";
import type { GroupAct } from "./GroupPage";
import { InvitePanel } from "./InvitePanel";

export function People({ group, me, act }: { group: Group; me: string; act: GroupAct }) {
  const inviting = useSignal(false);
  return (
    <>
      {(group.members.length > 0 || group.kind !== "commons") && (
        <section class="leaf" aria-labelledby="members">
          <h2 id="members">{t("group.members")}</h2>
          {group.members.length === 0 && <p class="soft">{t("group.members.none")}</p>}
          <ul class="people" role="list">{group.members.map((one) => <Person key={one.id} group={group} one={one} me={me} act={act} />)}</ul>
          {group.invitations.length > 0 && <Invited group={group} act={act} />}
          {group.abilities.invite && <p><button type="button" class="button small" onClick={() => (inviting.value = true)}><Icon name="plus" />{t("group.invite")}</button></p>}
          {group.former.map((one) => (
            <p key={one.id} class="small soft">{t("group.former", { name: one.name, day: one.to ? day(parse(one.to)) : "" })}</p>
          ))}
        </section>
      )}
      {inviting.value && <InvitePanel group={group} act={act} close={() => (inviting.value = false)} />}
    </>
  );
}

export function canWords(can: readonly string[]): string {
  if (can.includes("write")) return t("who_reads.writes");
  return t(can.includes("comment") ? "who_reads.comments" : "who_reads.reads");
}

function Person({ group, one, me, act }: { group: Group; one: Member; me: string; act: GroupAct }) {
  const asking = useSignal(false);
  const mayGo = one.id !== me && (group.abilities.takeOut || (group.abilities.takeOutReaders && one.writes === false));
  const role = one.role && one.role !== "trainee" ? roleWords([one.role]) : "";
  return (
    <li class="person">
      <Who name={one.name} />
      <span>{one.id === me ? t("group.you", { name: one.name }) : one.name}{role !== "" && <small>{role}</small>}</span>
      {mayGo && (
        <button type="button" class="icon-button" aria-label={t("group.take_out.label", { name: one.name })} onClick={() => (asking.value = true)}><Icon name="close" /></button>
      )}
      {asking.value && (
        <Ask title={t("group.take_out.ask", { name: one.name })} text={[t("group.take_out.what", { name: one.name }), endsWithout(group, one.id) && t("group.take_out.last")].filter(Boolean).join(" ")} label={t("group.take_out")}
          close={() => (asking.value = false)}
          confirm={() => void act(() => takeOut(group.id, one.id), t("group.take_out.done", { name: one.name }))} />
      )}
    </li>
  );
}

function Invited({ group, act }: { group: Group; act: GroupAct }) {
  return (
    <>
      <h3>{t("group.invitations")}</h3>
      <ul class="people" role="list">
        {group.invitations.map((one) => (
          <li key={one.id} class="person">
            <Who name={one.name} /><span>{one.name}</span>
            <button type="button" class="icon-button" aria-label={t("group.uninvite", { name: one.name })}
              onClick={() => void act(() => uninvite(group.id, one.id), t("group.uninvite.done", { name: one.name }))}><Icon name="close" /></button>
          </li>
        ))}
      </ul>
    </>
  );
}
