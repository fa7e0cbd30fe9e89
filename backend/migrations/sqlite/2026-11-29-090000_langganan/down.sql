DROP INDEX kabar_keluar_langganan;
ALTER TABLE kabar_keluar DROP COLUMN langganan_id;
DROP TABLE langganan_aduan;
DROP TABLE langganan;
