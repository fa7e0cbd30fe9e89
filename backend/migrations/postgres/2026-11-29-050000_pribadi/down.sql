DROP TABLE foto_buang;
DROP TABLE permintaan_data;
DROP INDEX aduan_retensi;
ALTER TABLE aduan DROP COLUMN dihapus_pada;
