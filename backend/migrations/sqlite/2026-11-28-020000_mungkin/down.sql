DROP TABLE mungkin_sama;
DROP INDEX aduan_dekat;
