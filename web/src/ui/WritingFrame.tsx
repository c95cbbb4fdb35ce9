// The frame of a page for writing or reading one text: nothing beside it but a way back and where the words are.
import type { ComponentChildren } from "preact";

import { t } from "../i18n/t";
import { Icon } from "./Icon";

export interface Back {
  href: string;
  label: string;
}

interface Props {
  back: Back;
  bar?: ComponentChildren;          // beside the way back: counts, state
  tools?: ComponentChildren;        // under the bar: the toolbar
  children: ComponentChildren;
}

export function WritingFrame({ back, bar, tools, children }: Props) {
  return (
    <div class="notebook writing">
      <a class="skip" href="#content">{t("skip.text")}</a>
      <header class="editor-bar">
        <a class="back" href={back.href}><Icon name="back" />{back.label}</a>
        {bar}
      </header>
      {tools}
      <main id="content" class="desk" tabIndex={-1}>{children}</main>
    </div>
  );
}
