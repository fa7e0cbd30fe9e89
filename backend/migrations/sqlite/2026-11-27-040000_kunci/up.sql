-- Each time a reporter's lost key was replaced: by whom, and how he made sure.
CREATE TABLE aduan_kunci (
    id TEXT PRIMARY KEY NOT NULL,
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    cara TEXT NOT NULL,
    catatan TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    pada TIMESTAMP NOT NULL
);
CREATE INDEX aduan_kunci_aduan ON aduan_kunci (aduan_id);
