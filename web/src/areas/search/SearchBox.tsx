// The way to the search from every page: a field beside the navigation, Ctrl + K from the keyboard. A key alone would act on people
// who dictate or mistype (WCAG 2.1.4), so there is none.
import { useEffect, useRef } from "preact/hooks";

import { t } from "../../i18n/t";
import { navigate } from "../../lib/router";
import { Icon } from "../../ui/Icon";
import { typed } from "./search";

export const SEARCH_PAGE = "/recherche";

/** Goes to the field that is in sight, or to the page that has one. */
export function useSearchKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      const field = [...document.querySelectorAll<HTMLInputElement>("input[type=search]")].find((one) => one.offsetParent !== null);
      if (field) {
        field.focus();
        field.select();
      } else navigate(SEARCH_PAGE);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

export function SearchBox() {
  const field = useRef<HTMLInputElement>(null);
  return (
    <form class="search-box" role="search" onSubmit={(event) => {
      event.preventDefault();
      typed.value = field.current?.value ?? "";
      navigate(SEARCH_PAGE);
    }}>
      <label class="sr-only" for="search-box">{t("search.label")}</label>
      <input ref={field} id="search-box" class="input" type="search" placeholder={t("search.box")} maxLength={200} autocomplete="off" title={t("search.shortcut")} />
      <button type="submit" class="icon-button" aria-label={t("search.submit")}><Icon name="search" /></button>
    </form>
  );
}
