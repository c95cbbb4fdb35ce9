-- What can be found: the folded words of each text that is not sealed, as of its last revision. Made from the documents, so it may be
-- emptied at any time: what is missing or of another version is made again.

-- words: each once, in order, parted by spaces: nobody reads a text from it. version: of the folding.
CREATE TABLE search_words (
    document INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE TRIGGER search_words_open BEFORE INSERT ON search_words
WHEN (SELECT journal FROM document WHERE id = NEW.document) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a journal is never indexed');
END;

-- Which documents hold a word. External content: the words are kept once. detail none: no positions, extracts come from the texts.
CREATE VIRTUAL TABLE search_index USING fts5 (
    words, content = 'search_words', content_rowid = 'document', detail = 'none', tokenize = 'ascii'
);
CREATE TRIGGER search_words_added AFTER INSERT ON search_words BEGIN
    INSERT INTO search_index (rowid, words) VALUES (NEW.document, NEW.words);
END;
CREATE TRIGGER search_words_removed AFTER DELETE ON search_words BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', OLD.document, OLD.words);
END;
CREATE TRIGGER search_words_changed AFTER UPDATE ON search_words BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', OLD.document, OLD.words);
    INSERT INTO search_index (rowid, words) VALUES (NEW.document, NEW.words);
END;
