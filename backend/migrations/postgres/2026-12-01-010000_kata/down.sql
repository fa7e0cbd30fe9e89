LOCK TABLE aduan, aduan_kata IN ACCESS EXCLUSIVE MODE;
ALTER TABLE aduan_kata ADD CONSTRAINT aduan_kata_aduan_id_fkey FOREIGN KEY (aduan_id) REFERENCES aduan (id);
