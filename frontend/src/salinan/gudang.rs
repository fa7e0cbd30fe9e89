//! The copy in the device's database, one for each account. Kept through rexie: its loss costs a download.

use idb::TransactionMode;
use js_sys::Array;
use rexie::{KeyRange, ObjectStore, Rexie};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::{AccountId, AduanId};
use shared::pribadi::DIHAPUS;
use wasm_bindgen::prelude::*;

use super::{Baris, Keadaan, Semua};
use crate::device;

const ADUAN: &str = "aduan";
/// How far the copy has come, and what is still to be told.
pub const KEADAAN: &str = "keadaan";
/// Whole complaints, encrypted.
pub const RINCI: &str = "rinci";
/// The key to them.
pub const KUNCI: &str = "kunci";
pub const INI: &str = "ini";
/// Beside it: what the plain list begins with.
const MUKA: &str = "muka";
/// Lines read at once, so that a slow phone answers in between.
const SEKALI_BACA: u32 = 100;

/// The database of this account, and the lock under which it is written.
pub fn nama(owner: AccountId) -> String {
    device::salinan(owner)
}

async fn open(owner: AccountId) -> rexie::Result<Rexie> {
    Rexie::builder(&nama(owner))
        .version(1)
        .add_object_store(ObjectStore::new(ADUAN))
        .add_object_store(ObjectStore::new(KEADAAN))
        .add_object_store(ObjectStore::new(RINCI))
        .add_object_store(ObjectStore::new(KUNCI))
        .build()
        .await
}

fn to_js(value: &impl Serialize) -> Option<JsValue> {
    serde_json::to_string(value)
        .ok()
        .map(|text| JsValue::from_str(&text))
}

fn from_js<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    serde_json::from_str(&value.as_string()?).ok()
}

#[wasm_bindgen]
extern "C" {
    /// `[INI, MUKA]` of this database as `js/ahead.js` found them when the app was opened, once; else null.
    #[wasm_bindgen(js_namespace = portalAhead, js_name = take)]
    async fn ahead(name: &str) -> JsValue;
}

/// What the plain list begins with, and how far the copy had come. None where a former version of the app wrote the lines
/// since, and not this.
pub async fn baca_muka(owner: AccountId) -> Option<(Keadaan, Semua)> {
    let (keadaan, first) = match ahead(&nama(owner)).await.dyn_into::<Array>() {
        Ok(found) => (found.get(0), found.get(1)),
        Err(_) => ambil_muka(owner).await?,
    };
    let keadaan: Keadaan = from_js(&keadaan)?;
    let (kursor, lines): (Option<String>, Vec<Baris>) = from_js(&first)?;
    (kursor == keadaan.kursor).then(|| (keadaan, by_id(lines)))
}

async fn ambil_muka(owner: AccountId) -> Option<(JsValue, JsValue)> {
    let gudang = open(owner).await.ok()?;
    let found = async {
        let tx = gudang.transaction(&[KEADAAN], TransactionMode::ReadOnly).ok()?;
        let room = tx.store(KEADAAN).ok()?;
        Some((
            room.get(INI.into()).await.ok()??,
            room.get(MUKA.into()).await.ok()??,
        ))
    }
    .await;
    gudang.close();
    found
}

/// All of it; none where nothing was kept. What an older version wrote in another shape is fetched again.
pub async fn baca(owner: AccountId) -> Option<(Keadaan, Semua)> {
    let gudang = open(owner).await.ok()?;
    let found = read(&gudang).await;
    gudang.close();
    found
}

async fn read(gudang: &Rexie) -> Option<(Keadaan, Semua)> {
    let tx = gudang
        .transaction(&[ADUAN, KEADAAN], TransactionMode::ReadOnly)
        .ok()?;
    let keadaan: Keadaan = from_js(&tx.store(KEADAAN).ok()?.get(INI.into()).await.ok()??)?;
    let room = tx.store(ADUAN).ok()?;
    let mut semua = Semua::new();
    let mut beyond = None;
    loop {
        let range = match &beyond {
            Some(last) => Some(KeyRange::lower_bound(last, Some(true)).ok()?),
            None => None,
        };
        let lines = room.get_all(range, Some(SEKALI_BACA)).await.ok()?;
        let lines: Option<Vec<Baris>> = lines.iter().map(from_js).collect();
        let lines = lines?;
        // Their keys are their ids, and they come in that order.
        let Some(last) = lines.last() else { break };
        beyond = Some(JsValue::from_str(&last.isi.id.to_string()));
        semua.extend(by_id(lines));
    }
    Some((keadaan, semua))
}

fn by_id(lines: Vec<Baris>) -> Semua {
    lines.into_iter().map(|one| (one.isi.id, one)).collect()
}

/// How far it has come; from the beginning, where nothing is kept.
pub async fn keadaan(owner: AccountId) -> Keadaan {
    let found = async {
        let gudang = open(owner).await.ok()?;
        let tx = gudang.transaction(&[KEADAAN], TransactionMode::ReadOnly).ok()?;
        let found = tx.store(KEADAAN).ok()?.get(INI.into()).await.ok()?;
        gudang.close();
        from_js(&found?)
    };
    found.await.unwrap_or_default()
}

/// Keeps a page of changes with the cursor behind it and what the plain list begins with then, in one transaction.
/// What cannot be kept is not, and the cursor then
/// stands where it stood: false.
pub async fn simpan(
    owner: AccountId,
    changes: (&[Baris], &[AduanId]),
    first: &[&Baris],
    keadaan: &Keadaan,
    begins: bool,
) -> bool {
    let Ok(gudang) = open(owner).await else {
        return false;
    };
    let kept = write(&gudang, changes, first, keadaan, begins).await;
    gudang.close();
    kept.is_some()
}

async fn write(
    gudang: &Rexie,
    (put, gone): (&[Baris], &[AduanId]),
    first: &[&Baris],
    keadaan: &Keadaan,
    begins: bool,
) -> Option<()> {
    let tx = gudang
        .transaction(&[ADUAN, KEADAAN, RINCI], TransactionMode::ReadWrite)
        .ok()?;
    let (lines, whole) = (tx.store(ADUAN).ok()?, tx.store(RINCI).ok()?);
    if begins {
        lines.clear().await.ok()?;
        // With other rights, or after a restore, what was opened may be his no more. Where nothing was kept before, it was
        // opened just now.
        if tx.store(KEADAAN).ok()?.get(INI.into()).await.ok()?.is_some() {
            whole.clear().await.ok()?;
        }
    }
    for id in gone {
        lines.delete(id.to_string().into()).await.ok()?;
        whole.delete(id.to_string().into()).await.ok()?;
    }
    for one in put {
        if one.isi.judul == DIHAPUS {
            whole.delete(one.isi.id.to_string().into()).await.ok()?;
        }
        lines
            .put(&to_js(&one.di_perangkat())?, Some(&one.isi.id.to_string().into()))
            .await
            .ok()?;
    }
    let first: Vec<Baris> = first.iter().map(|one| one.di_perangkat()).collect();
    let room = tx.store(KEADAAN).ok()?;
    room.put(&to_js(&(&keadaan.kursor, &first))?, Some(&MUKA.into()))
        .await
        .ok()?;
    room.put(&to_js(keadaan)?, Some(&INI.into())).await.ok()?;
    tx.done().await.ok().map(drop)
}

pub async fn hapus(owner: AccountId) {
    // What is not there is gone too.
    let _ = Rexie::delete(&nama(owner)).await;
}

/// One value of one store.
pub async fn ambil(owner: AccountId, store: &str, key: &str) -> Option<JsValue> {
    let gudang = open(owner).await.ok()?;
    let found = async {
        let tx = gudang.transaction(&[store], TransactionMode::ReadOnly).ok()?;
        tx.store(store).ok()?.get(key.into()).await.ok()?
    }
    .await;
    gudang.close();
    found
}

/// `None` where it was not kept: it is fetched, or told, again.
pub async fn taruh(owner: AccountId, store: &str, key: &str, value: &JsValue) -> Option<()> {
    let gudang = open(owner).await.ok()?;
    let kept = put(&gudang, store, key, value).await;
    gudang.close();
    kept
}

async fn put(gudang: &Rexie, store: &str, key: &str, value: &JsValue) -> Option<()> {
    let tx = gudang.transaction(&[store], TransactionMode::ReadWrite).ok()?;
    tx.store(store).ok()?.put(value, Some(&key.into())).await.ok()?;
    tx.done().await.ok().map(drop)
}

/// Puts a value down unless there is one, and answers the one that is there then.
pub async fn taruh_bila_belum(owner: AccountId, store: &str, key: &str, value: &JsValue) -> Option<JsValue> {
    let gudang = open(owner).await.ok()?;
    let there = async {
        let tx = gudang.transaction(&[store], TransactionMode::ReadWrite).ok()?;
        let room = tx.store(store).ok()?;
        if let Some(known) = room.get(key.into()).await.ok()? {
            return Some(known);
        }
        room.put(value, Some(&key.into())).await.ok()?;
        tx.done().await.ok()?;
        Some(value.clone())
    }
    .await;
    gudang.close();
    there
}

pub async fn buang(owner: AccountId, store: &str, key: &str) {
    let Ok(gudang) = open(owner).await else { return };
    if let Ok(tx) = gudang.transaction(&[store], TransactionMode::ReadWrite)
        && let Ok(room) = tx.store(store)
        && room.delete(key.into()).await.is_ok()
    {
        // What is still there is let go the next time.
        let _ = tx.done().await;
    }
    gudang.close();
}

pub async fn banyak(owner: AccountId, store: &str) -> Option<u32> {
    let gudang = open(owner).await.ok()?;
    let count = async {
        let tx = gudang.transaction(&[store], TransactionMode::ReadOnly).ok()?;
        tx.store(store).ok()?.count(None).await.ok()
    }
    .await;
    gudang.close();
    count
}

/// The keys of all values of a store.
pub async fn kunci_semua(owner: AccountId, store: &str) -> Option<Vec<String>> {
    let gudang = open(owner).await.ok()?;
    let all = async {
        let tx = gudang.transaction(&[store], TransactionMode::ReadOnly).ok()?;
        tx.store(store).ok()?.get_all_keys(None, None).await.ok()
    }
    .await;
    gudang.close();
    Some(all?.iter().filter_map(JsValue::as_string).collect())
}

/// All values of a store with their keys.
pub async fn semua(owner: AccountId, store: &str) -> Option<Vec<(String, JsValue)>> {
    let gudang = open(owner).await.ok()?;
    let all = async {
        let tx = gudang.transaction(&[store], TransactionMode::ReadOnly).ok()?;
        let room = tx.store(store).ok()?;
        room.scan(None, None, None, None).await.ok()
    }
    .await;
    gudang.close();
    let named = all?
        .into_iter()
        .filter_map(|(key, value)| Some((key.as_string()?, value)));
    Some(named.collect())
}
