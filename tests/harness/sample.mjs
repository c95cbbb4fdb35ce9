// The sample cohort, read from the same files that `carnet demo` loads, and what DOMAIN §7 says about who may open what.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./server.mjs";

const folder = join(root, "server/areas/demo/sample");
export const programme = JSON.parse(readFileSync(join(folder, "cpsl.json"), "utf8"));
export const cohort = JSON.parse(readFileSync(join(folder, "cohort.json"), "utf8"));
export const everybody = [...cohort.people, ...cohort.trainees].filter((p) => !p.roles.some((r) => r === "commissioner" || r === "workplace_referent"));
export const ids = everybody.map((p) => p.id);
export const roleOf = new Map(everybody.map((p) => [p.id, p.roles[0]]));

/** One sample text: {title, body, …} without its front matter. */
export function sampleText(start) {
  const name = readdirSync(folder).find((n) => n.startsWith(start));
  const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(folder, name), "utf8"));
  return { title: /^title: "?(.*?)"?$/m.exec(front)[1], body: body.trim() };
}

export const titles = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`journal-0${n}`, sampleText(`journal-0${n}`).title]));
const now = cohort.snapshotAt.slice(0, 10);
const current = (span) => span.from <= now && (!span.to || span.to >= now);
const trainee = (id) => cohort.trainees.find((t) => t.id === id);
export const memberOf = (id) => trainee(id)?.groupMemberships.find(current)?.group ?? null;
const members = (group) => cohort.trainees.filter((t) => t.groupMemberships.some((m) => m.group === group && current(m)));
const tutorOf = (t) => t.tutorAssignments.find(current)?.tutor;

/** Tutor or research cooperator of a trainee, today. */
export const accompanies = (id, of) => tutorOf(trainee(of)) === id || trainee(of).researchCooperator === id;

/** Has a place in the cohort today: not who left the training, nor a tutor without trainees; administrators have one everywhere. */
export function placed(id) {
  if (roleOf.get(id) === "trainee") return trainee(id).enrolment.status === "enrolled";
  return roleOf.get(id) !== "tutor" || cohort.trainees.some((t) => tutorOf(t) === id);
}

/** "write", "read", "none", or "either" where the rules leave it open. `document` as the API shows it to its owner. */
export function may(id, document, entry) {
  const role = roleOf.get(id);
  if (document.kind === "journal_entry") {
    if (document.owner === id) return "write";
    switch (entry.visibility) {
      case "private": return "none";
      case "tutor": return tutorOf(trainee(document.owner)) === id ? "read" : "none";
      case "group": return memberOf(id) === entry.group.id ? "read" : "none";
      case "cohort":
        if (id === "stg-10" || id === "tut-02") return "either"; // left the training; on leave without trainees
        return ["trainee", "tutor", "research_cooperator", "trainer", "programme_manager"].includes(role) ? "read" : "none";
    }
  }
  if (document.kind === "group_page") {
    const team = members(document.owner);
    if (memberOf(id) === document.owner) return "write";
    if (team.some((t) => tutorOf(t) === id || t.researchCooperator === id) || role === "programme_manager") return "read";
    return "none";
  }
  const work = cohort.deliverables.find((d) => d.trainee === document.owner && d.deliverable === document.kind);
  const author = trainee(document.owner);
  if (document.owner === id) return ["draft", "reopened"].includes(work.state) ? "write" : "read";
  if (work.state === "withdrawn" && author.researchCooperator === id) return "either"; // accompaniment ended with the enrolment
  return tutorOf(author) === id || author.researchCooperator === id ? "read" : "none";
}
