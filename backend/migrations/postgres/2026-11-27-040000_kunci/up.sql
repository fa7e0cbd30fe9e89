-- Each time a reporter's lost key was replaced: by whom, and how he made sure.
CREATE TABLE aduan_kunci (
    id TEXT COLLATE "C" PRIMARY KEY,
    aduan_id TEXT COLLATE "C" NOT NULL REFERENCES aduan (id),
    cara TEXT COLLATE "C" NOT NULL,
    catatan TEXT NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    pada TIMESTAMP NOT NULL
);
CREATE INDEX aduan_kunci_aduan ON aduan_kunci (aduan_id);
