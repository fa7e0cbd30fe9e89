DROP TABLE pecahan;
