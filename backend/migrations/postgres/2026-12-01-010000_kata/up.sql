-- A complaint writes more words than anything else, a row each, and each asked whether the complaint is there. It always is:
-- words are written in a transaction that writes their complaint, and no complaint is ever deleted.
-- Another process may serve meanwhile: both tables are locked in the order in which it locks them.
LOCK TABLE aduan, aduan_kata IN ACCESS EXCLUSIVE MODE;
ALTER TABLE aduan_kata DROP CONSTRAINT aduan_kata_aduan_id_fkey;
