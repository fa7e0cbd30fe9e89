-- Browsers that want to be told at once, by Web Push: where the push service takes it, and the keys of the browser. An
-- officer is told on a device for as long as he is logged in on it.
CREATE TABLE langganan (
    id TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL UNIQUE,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    account_id TEXT REFERENCES account (id),
    perangkat TEXT,
    pada TIMESTAMP NOT NULL
);
CREATE INDEX langganan_akun ON langganan (account_id);

-- Of which complaints. Who only follows (ikut_id) is told what anyone may see.
CREATE TABLE langganan_aduan (
    langganan_id TEXT NOT NULL REFERENCES langganan (id),
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    ikut_id TEXT REFERENCES aduan_ikut (id),
    PRIMARY KEY (langganan_id, aduan_id)
);
CREATE INDEX langganan_aduan_aduan ON langganan_aduan (aduan_id);
CREATE INDEX langganan_aduan_ikut ON langganan_aduan (ikut_id);

-- Of a push: to which browser. It is looked up when it is sent, like an address.
ALTER TABLE kabar_keluar ADD COLUMN langganan_id TEXT;
CREATE INDEX kabar_keluar_langganan ON kabar_keluar (langganan_id);
