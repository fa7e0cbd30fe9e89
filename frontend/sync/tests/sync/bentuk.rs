//! What lies on phones already: texts as former versions of the app stored them, head and secret in one.

use shared::error::ErrorCode;
use sync::{FotoState, Hold, Kepala, Plan, Rahasia, Rupa, State, Task, plan};

use crate::support::{NOW, kiriman};

/// By the first version, before anything was tried.
const BARU: &str = r#"{"id":"019a9f3e-7c00-7000-8000-000000000001","aksi":"019a9f3e-7c00-7000-8000-000000000002","kode":"KODE","kunci":"0123456789abcdefghjkmnpqrs","judul":"Drainase, Lampihong Kiri","isi":"{\"id\":\"019a9f3e-7c00-7000-8000-000000000001\",\"uraian\":\"Saluran tersumbat tanah.\",\"asal\":{\"perangkat\":\"019a9f3e-7c00-7000-8000-000000000003\",\"urutan\":1763900000000,\"ditangkap_pada\":\"2025-11-23T12:13:20Z\",\"skema\":1}}","foto":[{"foto":{"sha256":"aa","bytes":300000,"media_type":"image/jpeg"},"state":{"menunggu":{"upload":null,"offset":0}}}],"urutan":1763900000000,"saved_at":1763900000000}"#;

/// With all that may have happened to it, the record as it stands at the office among it.
const LAMA: &str = r#"{"id":"019a9f3e-7c00-7000-8000-000000000001","aksi":"019a9f3e-7c00-7000-8000-000000000002","kode":"KODE","kunci":"0123456789abcdefghjkmnpqrs","titipan":"019a9f3e-7c00-7000-8000-000000000009","rupa":"ikut","judul":"Drainase","isi":"{}","foto":[{"foto":{"sha256":"aa","bytes":300000,"media_type":"image/jpeg"},"state":"terkirim"},{"foto":{"sha256":"bb","bytes":300000,"media_type":"image/jpeg"},"state":{"ditolak":{"error":{"code":"foto_salah","detail":"Rusak."}}}}],"urutan":7,"saved_at":8,"receipt":{"diterima_pada":"2026-07-28T09:15:00.5+08:00"},"hold":{"refused":{"error":{"code":"versi_usang","detail":"Sudah berubah.","fields":[{"field":"uraian","message":"Wajib diisi."}],"sekarang":{"versi":3,"pesan":[1,{"a":null}]}}}},"failures":2,"tries":5,"next_try":9,"last":{"at":6,"answered":true},"sent_at":10}"#;

fn old(text: &str) -> serde_json::Result<(Kepala, Rahasia)> {
    let kode = kiriman(1, 0).rahasia.kode.to_string();
    let text = text.replace("KODE", &kode);
    Ok((serde_json::from_str(&text)?, serde_json::from_str(&text)?))
}

#[test]
fn what_the_first_version_stored_is_read_in_two_halves_and_goes_on() {
    let (kepala, rahasia) = old(BARU).unwrap();
    assert_eq!((kepala.state(), kepala.rupa), (State::Tersimpan, Rupa::Aduan));
    assert_eq!(
        plan(std::slice::from_ref(&kepala), NOW),
        Plan::Do(Task::Record(kepala.id))
    );
    assert_eq!(rahasia.kunci.as_str(), "0123456789abcdefghjkmnpqrs");
    assert_eq!(rahasia.judul, "Drainase, Lampihong Kiri");
    assert!(rahasia.isi.ends_with(r#""skema":1}}"#));
}

#[test]
fn nothing_of_what_happened_to_it_is_lost() {
    let (kepala, _) = old(LAMA).unwrap();
    assert_eq!((kepala.rupa, kepala.titipan.is_some()), (Rupa::Ikut, true));
    assert_eq!(kepala.foto[0].state, FotoState::Terkirim);
    assert!(matches!(&kepala.foto[1].state, FotoState::Ditolak { error } if error.detail == "Rusak."));
    let Some(Hold::Refused { error }) = &kepala.hold else {
        panic!("the refusal is gone");
    };
    assert_eq!(
        (error.code, error.fields[0].message.as_str()),
        (ErrorCode::VersiUsang, "Wajib diisi.")
    );
    assert_eq!(
        (kepala.failures, kepala.tries, kepala.next_try, kepala.sent_at),
        (2, 5, Some(9), Some(10))
    );
    assert!(kepala.receipt.is_some() && kepala.last.is_some_and(|last| last.answered));
}

#[test]
fn the_half_that_lies_open_holds_nothing_of_what_the_person_wrote() {
    let (kepala, rahasia) = old(BARU).unwrap();
    let open = serde_json::to_string(&kepala).unwrap();
    for secret in [
        rahasia.kode.to_string(),
        rahasia.kunci.as_str().to_owned(),
        rahasia.judul.clone(),
        "Saluran".to_owned(),
    ] {
        assert!(!open.contains(&secret), "{secret} lies open");
    }
    let hidden = serde_json::to_string(&rahasia).unwrap();
    assert!(serde_json::from_str::<Rahasia>(&hidden).unwrap() == rahasia);
}
