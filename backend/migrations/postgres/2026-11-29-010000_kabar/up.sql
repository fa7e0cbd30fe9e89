-- What happened to complaints and was not told yet. One worker at a time tells it, and takes the line away with that.
CREATE TABLE kabar_antre (
    id TEXT PRIMARY KEY,
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    kejadian TEXT NOT NULL,
    oleh TEXT REFERENCES account (id),
    pada TIMESTAMP NOT NULL
);

-- News of an account.
CREATE TABLE kabar (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    peristiwa TEXT NOT NULL,
    pada TIMESTAMP NOT NULL,
    dibaca_pada TIMESTAMP
);
CREATE INDEX kabar_akun ON kabar (account_id, id);
CREATE INDEX kabar_belum ON kabar (account_id, id) WHERE dibaca_pada IS NULL;
CREATE INDEX kabar_aduan ON kabar (aduan_id);

-- What goes out of the portal: to an account (the news that he has not read) or to a reporter. Addresses stand with those
-- they belong to and are looked up when it is sent. `berikut_pada` is in the far future where nothing is left to do.
CREATE TABLE kabar_keluar (
    id TEXT PRIMARY KEY,
    saluran TEXT NOT NULL,
    account_id TEXT REFERENCES account (id),
    aduan_id TEXT REFERENCES aduan (id),
    kejadian TEXT NOT NULL,
    dibuat_pada TIMESTAMP NOT NULL,
    coba INTEGER NOT NULL,
    berikut_pada TIMESTAMP NOT NULL,
    selesai_pada TIMESTAMP,
    galat TEXT
);
CREATE INDEX kabar_keluar_berikut ON kabar_keluar (berikut_pada);
CREATE INDEX kabar_keluar_akun ON kabar_keluar (account_id, dibuat_pada);
CREATE INDEX kabar_keluar_aduan ON kabar_keluar (aduan_id);
CREATE INDEX kabar_keluar_sisa ON kabar_keluar (id) WHERE selesai_pada IS NULL;
