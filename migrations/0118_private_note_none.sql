-- A note that was emptied is none: having one about somebody lets one go on writing it, whoever accompanies them by then.
DELETE FROM private_note WHERE text = '';
