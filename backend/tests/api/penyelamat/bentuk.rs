//! The format by itself: what was written is read, and whatever happened to a file after that is noticed.

use std::sync::LazyLock;

use backend::config::Secret;
use backend::penyelamat::KunciBerkas;
use backend::penyelamat::bentuk::{Berkas, Bingkai, Salah};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use serde_json::{Value, json};
use shared::kunci::Kunci;
use shared::wilayah::WilayahKode;

use crate::support::penyelamat::{Isi, PERAMBAN, SECRET, foto, kiriman, menunggu, pieces};
use crate::support::people::aduan_baru;
use crate::support::photo::{JPEG, PNG, sha256};

static KUNCI: LazyLock<KunciBerkas> =
    LazyLock::new(|| KunciBerkas::of(&Secret::try_from(SECRET.to_owned()).unwrap()).unwrap());
/// Two kiriman, the first with two photos.
static ISI: LazyLock<Vec<Isi>> =
    LazyLock::new(|| vec![waiting(), foto(JPEG), foto(PNG), waiting(), foto(JPEG)]);
static PIECES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| pieces(&KUNCI.umum(), &ISI, |_| {}));

fn waiting() -> Isi {
    let kunci = Kunci::from_random(rand::random());
    kiriman(&menunggu(&aduan_baru(&kunci), &kunci))
}

/// All frames that can be read, and what ended the reading.
fn read(bytes: &[u8]) -> (Vec<Isi>, Option<Salah>) {
    let daerah = WilayahKode::parse("63.11").unwrap();
    let mut found = Vec::new();
    let mut berkas = match Berkas::open(bytes, &KUNCI, &daerah) {
        Ok(berkas) => berkas,
        Err(salah) => return (found, Some(salah)),
    };
    loop {
        found.push(match berkas.bingkai() {
            Ok(Some(Bingkai::Kiriman(one))) => kiriman(&serde_json::to_value(*one).unwrap()),
            Ok(Some(Bingkai::Foto(bytes))) => foto(&bytes),
            Ok(None) => return (found, None),
            Err(salah) => return (found, Some(salah)),
        });
    }
}

fn as_json((kind, content): &Isi) -> (u8, Value) {
    let value = serde_json::from_slice(content).unwrap_or_else(|_| json!(sha256(content)));
    (*kind, value)
}

/// Frames in spite of the order in which their JSON names things.
#[track_caller]
fn same(read: &[Isi], written: &[Isi]) {
    let (read, written): (Vec<_>, Vec<_>) = (
        read.iter().map(as_json).collect(),
        written.iter().map(as_json).collect(),
    );
    assert_eq!(read, written);
}

#[test]
fn what_was_written_is_read_in_its_order() {
    let (found, salah) = read(&PIECES.concat());
    assert!(salah.is_none(), "{salah:?}");
    same(&found, &ISI);
}

#[test]
fn what_a_browser_wrote_is_read() {
    let (found, salah) = read(PERAMBAN);
    assert!(salah.is_none(), "{salah:?}");
    let [first, photo] = found.as_slice() else {
        panic!("{} frames", found.len());
    };
    assert_eq!(as_json(first).1["badan"], "{\"uraian\":\"Jalan berlubang\"}");
    assert_eq!(*photo, foto(JPEG));
}

#[test]
fn a_file_cut_anywhere_is_said_to_be_cut_and_gives_what_came_before() {
    let whole = PIECES.concat();
    let mut ends = vec![0];
    ends.extend(PIECES.iter().scan(0, |end, piece| {
        *end += piece.len();
        Some(*end)
    }));
    for (place, end) in ends.iter().enumerate() {
        for cut in [*end, end + 1, end + 4, end + 21, end.saturating_sub(1)] {
            if cut >= whole.len() {
                continue;
            }
            let (found, salah) = read(&whole[..cut]);
            let line = PIECES[0].len();
            match salah {
                Some(Salah::Bukan) => assert!(cut < line, "{cut}"),
                Some(Salah::Terpotong) => assert!(cut >= line, "{cut}"),
                other => panic!("{other:?} at {cut}"),
            }
            let complete = ends[..=place]
                .iter()
                .filter(|end| **end <= cut)
                .count()
                .saturating_sub(2);
            same(&found, &ISI[..complete]);
        }
    }
}

#[test]
fn frames_that_were_moved_left_out_or_doubled_are_noticed() {
    let other = pieces(&KUNCI.umum(), &ISI, |_| {});
    let rearranged = |change: fn(&mut Vec<Vec<u8>>, &[Vec<u8>])| {
        let mut all = PIECES.clone();
        change(&mut all, &other);
        all.concat()
    };
    for (what, bytes) in [
        ("swapped", rearranged(|all, _| all.swap(1, 4))),
        ("photos swapped", rearranged(|all, _| all.swap(2, 3))),
        ("left out", rearranged(|all, _| drop(all.remove(2)))),
        ("doubled", rearranged(|all, _| all.insert(3, all[3].clone()))),
        (
            "from another file",
            rearranged(|all, other| all[2] = other[2].clone()),
        ),
        (
            "another's line",
            rearranged(|all, other| all[0] = other[0].clone()),
        ),
        ("ended early", rearranged(|all, _| drop(all.drain(4..6)))),
        ("goes on after its end", rearranged(|all, _| all.push(vec![0]))),
    ] {
        let (_, salah) = read(&bytes);
        assert!(matches!(salah, Some(Salah::Rusak)), "{what}: {salah:?}");
    }
}

#[test]
fn a_file_for_somebody_else_is_told_from_a_damaged_one() {
    let opened = |change: fn(&mut Value)| read(&pieces(&KUNCI.umum(), &ISI, change).concat()).1;
    assert!(
        matches!(opened(|line| line["daerah"] = json!("63.02")), Some(Salah::Daerah(kode)) if kode.as_str() == "63.02")
    );
    assert!(matches!(
        opened(|line| line["versi"] = json!(2)),
        Some(Salah::Baru(2))
    ));
    // A newer version may have another line altogether.
    let newer = b"{\"format\":\"portal-penyelamat\",\"versi\":3}\n";
    assert!(matches!(read(newer).1, Some(Salah::Baru(3))));
    assert!(matches!(
        opened(|line| line["format"] = json!("zip")),
        Some(Salah::Bukan)
    ));
    assert!(matches!(
        opened(|line| line["publik"] = json!("AAAA")),
        Some(Salah::Rusak)
    ));
    let stranger =
        KunciBerkas::of(&Secret::try_from("rahasia portal lain yang cukup panjang".to_owned()).unwrap());
    let sealed = pieces(&stranger.unwrap().umum(), &ISI, |_| {});
    assert!(matches!(read(&sealed.concat()).1, Some(Salah::Kunci(_))));
    // The id alone helps nobody.
    let sealed = pieces(&KUNCI.umum(), &ISI, |line| {
        line["kunci"] = json!("0011223344556677")
    });
    assert!(matches!(read(&sealed.concat()).1, Some(Salah::Kunci(_))));
    let long = [vec![b'{'; 5_000], b"\n".to_vec()].concat();
    assert!(matches!(read(&long).1, Some(Salah::Bukan)));
    // A photo of nothing.
    let orphan = pieces(&KUNCI.umum(), &[foto(JPEG)], |_| {});
    assert!(matches!(read(&orphan.concat()).1, Some(Salah::Rusak)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn one_changed_byte_anywhere_is_noticed(place in any::<prop::sample::Index>(), change in 1..=255_u8) {
        let mut bytes = PIECES.concat();
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        let (found, salah) = read(&bytes);
        assert!(salah.is_some(), "byte {place}");
        same(&found, &ISI[..found.len()]);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), with_line in any::<bool>()) {
        let bytes = if with_line { [PIECES[0].clone(), bytes].concat() } else { bytes };
        assert!(read(&bytes).1.is_some());
    }
}
