// The front cover: who are you, and whose device is this. The device is an explicit choice, with no default.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { t, type Key } from "../../i18n/t";
import { Problem } from "../../lib/api";
import { useTitle } from "../../lib/title";
import { failureWords } from "../../ui/failure";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { setUpOnTheWayIn } from "./factor";
import { CodeField, SecondFactorSetUp } from "./SecondFactorSetUp";
import { enterAfterSetUp, interrupted, me, signIn, SomeoneElse, type Device } from "./session";

type Fault = { field: "email" | "password" | "device"; words: string };

function findFaults(email: string, password: string, device: FormDataEntryValue | null): Fault[] {
  const faults: Fault[] = [];
  const say = (field: Fault["field"], key: Key) => faults.push({ field, words: t(key) });
  if (email === "") say("email", "signin.email.missing");
  else if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) say("email", "signin.email.incomplete");
  if (password === "") say("password", "signin.password.missing");
  if (device === null) say("device", "signin.device.missing");
  return faults;
}

function signInFailure(error: unknown): string {
  if (error instanceof SomeoneElse) return t("signin.someone_else", { name: error.message });
  if (error instanceof Problem && error.code === "session.wrong") return t("signin.wrong");
  if (error instanceof Problem && error.code === "session.code_wrong") return t("factor.code.wrong");
  return failureWords(error);
}

export function SignIn() {
  const form = useRef<HTMLFormElement>(null);
  const faults = useSignal<Fault[]>([]);
  const failure = useSignal("");
  const busy = useSignal(false);
  const code = useSignal(false);
  const setUp = useSignal<{ link: string; device: Device } | null>(null);
  const again = interrupted.value;
  useTitle(t("signin.title"));

  useEffect(() => {
    if (again) form.current?.querySelector<HTMLElement>("#password")?.focus();
  }, [again]);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || !form.current) return;
    const data = new FormData(form.current);
    const email = textOf(data.get("email")).trim();
    const password = textOf(data.get("password"));
    const device = data.get("device");
    failure.value = "";
    faults.value = findFaults(email, password, device);
    const first = faults.value[0];
    if (first) {
      form.current.querySelector<HTMLElement>(`[name="${first.field}"]`)?.focus();
      return;
    }
    busy.value = true;
    try {
      const typed = textOf(data.get("code")).trim();
      const next = await signIn(email, password, device as Device, code.value ? typed : undefined);
      if (next.step === "setup") setUp.value = { link: next.link, device: device as Device };
      code.value = next.step === "code";
    } catch (error) {
      failure.value = signInFailure(error);
      form.current.querySelector<HTMLElement>(code.value ? "#code" : "#password")?.focus();
    } finally {
      busy.value = false;
    }
  };

  if (setUp.value) {
    return (
      <main class="cover">
        <div class="label">
          <p class="brand"><Icon name="brand" />{t("brand")}</p>
          <h1>{t("factor.must")}</h1>
          <SecondFactorSetUp how={setUpOnTheWayIn(setUp.value.link, setUp.value.device)} done={() => void enterAfterSetUp()} />
        </div>
      </main>
    );
  }
  return (
    <main class="cover">
      <form ref={form} class="label" data-fleeting aria-labelledby="signin-title" noValidate onSubmit={(event) => void submit(event)}>
        <div>
          <p class="brand"><Icon name="brand" />{t("brand")}</p>
          <h1 id="signin-title">{again ? t("signin.again.title") : t("signin.title")}</h1>
          {again && <p class="soft">{t(again === "expired" ? "signin.again.text" : `signin.again.${again}`)}</p>}
        </div>
        {failure.value !== "" && <Notice mood="alert" urgent><p>{failure.value}</p></Notice>}
        <TextField name="email" label={t("signin.email")} complete="username" faults={faults.value}
          value={again && again !== "closed" ? me.value?.person.email : undefined} />
        <TextField name="password" label={t("signin.password")} complete="current-password" faults={faults.value} />
        <fieldset class="choices" aria-describedby={faults.value.some((f) => f.field === "device") ? "device-error" : undefined}>
          <legend>{t("signin.device")}</legend>
          <DeviceChoice device="mine" title={t("signin.mine")} why={t("signin.mine.why")} />
          <DeviceChoice device="shared" title={t("signin.shared")} why={t("signin.shared.why")} />
          <FieldError field="device" faults={faults.value} />
        </fieldset>
        {code.value && <CodeStep />}
        <button class="button primary block" type="submit" aria-disabled={busy.value}>{t("signin.submit")}</button>
        <p class="small"><a href="/mot-de-passe-oublie">{t("forgotten.link")}</a></p>
      </form>
    </main>
  );
}

/** Appears under the rest once the password was right; the focus goes to it. */
function CodeStep() {
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => step.current?.querySelector<HTMLElement>("#code")?.focus(), []);
  return <div ref={step}><CodeField paper /></div>;
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value : "";
}

function FieldError({ field, faults }: { field: Fault["field"]; faults: readonly Fault[] }) {
  const fault = faults.find((f) => f.field === field);
  return fault ? <p class="error" id={`${field}-error`}><Icon name="warn" />{fault.words}</p> : null;
}

interface TextFieldProps {
  name: "email" | "password";
  label: string;
  complete: "username" | "current-password";
  faults: readonly Fault[];
  value?: string | undefined;
}

function TextField({ name, label, complete, faults, value }: TextFieldProps) {
  const wrong = faults.some((fault) => fault.field === name);
  const shared = {
    class: "input", id: name, name, autoComplete: complete, required: true,
    "aria-invalid": wrong, "aria-describedby": wrong ? `${name}-error` : undefined,
  };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {name === "email"
        ? <input {...shared} type="email" defaultValue={value} />
        : <input {...shared} type="password" />}
      <FieldError field={name} faults={faults} />
    </div>
  );
}

function DeviceChoice({ device, title, why }: { device: Device; title: string; why: string }) {
  return (
    <label class="choice">
      <input type="radio" name="device" value={device} required />
      <span><strong>{title}</strong><small>{why}</small></span>
    </label>
  );
}
