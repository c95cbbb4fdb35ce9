// A last question before something that cannot be undone, or not easily.
import { t } from "../../i18n/t";
import { Dialog } from "../../ui/Dialog";

interface Props {
  title: string;
  text: string;
  label: string;
  confirm: () => void;
  close: () => void;
}

export function Ask({ title, text, label, confirm, close }: Props) {
  return (
    <Dialog title={title} close={close}>
      <div class="stack tight">
        <p>{text}</p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => (close(), confirm())}>{label}</button>
          <button type="button" class="button plain" onClick={close}>{t("ask.cancel")}</button>
        </div>
      </div>
    </Dialog>
  );
}
