//! What of it waits, as far as a complaint's own page and the lists must know. How it reads is fetched when there is some.

use ::sync::{Kepala, State};
use leptos::prelude::*;
use serde::Deserialize;
use shared::aduan::Tindakan;
use shared::aksi::JenisAksi;
use shared::id::{AccountId, AduanId};

use super::Susulan;
use super::daftar::daftar;
use crate::antrean::TerkunciPart;
use crate::chunk_door;
use crate::offline::{Antrean, Sandi};
use crate::ui::chunk::{Chunk, ChunkView};

type Owner = Signal<Option<AccountId>>;

// Few have something waiting, and those who have hold the queue's part already.
chunk_door!(milik, fn open_daftar(aduan: AduanId, owner: Owner) = daftar);

/// Of all that waits or was refused, what this person did to this complaint.
pub fn is_own(kepala: &Kepala, aduan: AduanId, owner: Option<AccountId>) -> bool {
    kepala.pada() == Some(aduan) && kepala.titipan == owner && kepala.state() != State::Terkirim
}

/// What waits and closes the way for steps: until the office has it nobody knows how the complaint stands, or which version of it
/// a step would be taken on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Putusan {
    Langkah(Tindakan),
    Pembetulan,
    Pilihan,
    /// Something that only a PIN opens.
    Terkunci,
    /// Something that the office refused and about which he has not decided: whatever he does next would wait for it.
    Ditolak,
}

/// As much of the body as tells what it is.
#[derive(Deserialize)]
struct Apa {
    jenis: JenisAksi,
    #[serde(default)]
    tindakan: Option<String>,
}

fn putusan(isi: &str) -> Option<Putusan> {
    let apa: Apa = serde_json::from_str(isi).ok()?;
    match Susulan::of(apa.jenis, apa.tindakan.as_deref())? {
        Susulan::Langkah(tindakan) => Some(Putusan::Langkah(tindakan)),
        Susulan::Pembetulan => Some(Putusan::Pembetulan),
        Susulan::Pilihan(_) => Some(Putusan::Pilihan),
        Susulan::Pesan | Susulan::Catatan | Susulan::FotoSesudah | Susulan::Penilaian => None,
    }
}

/// What of this person's closes the way for steps on this complaint.
pub fn putusan_menunggu(antrean: Antrean, aduan: AduanId, owner: Option<AccountId>) -> Option<Putusan> {
    let refused = |kepala: &Kepala| {
        !kepala.is_settled() && kepala.state() == State::PerluDiperbaiki && is_own(kepala, aduan, owner)
    };
    if antrean.kepala.with(|all| all.iter().any(refused)) {
        return Some(Putusan::Ditolak);
    }
    // Bytes that are still to come close no way.
    let waits = |kepala: &Kepala| !kepala.is_settled() && waits(kepala, aduan, owner);
    let heads = antrean
        .kepala
        .with(|all| all.iter().filter(|kepala| waits(kepala)).count());
    if heads == 0 {
        return None;
    }
    antrean.all.with(|all| {
        let readable = || all.iter().filter(|one| waits(&one.kepala));
        if readable().count() < heads {
            return Some(Putusan::Terkunci);
        }
        readable().find_map(|one| putusan(&one.rahasia.isi))
    })
}

/// Whether something of this kind that this person did to this complaint waits.
pub fn menunggu_jenis(antrean: Antrean, aduan: AduanId, owner: Option<AccountId>, jenis: JenisAksi) -> bool {
    let same = |isi: &str| serde_json::from_str::<Apa>(isi).is_ok_and(|apa| apa.jenis == jenis);
    antrean.all.with(|all| {
        all.iter()
            .any(|one| waits(&one.kepala, aduan, owner) && same(&one.rahasia.isi))
    })
}

fn waits(kepala: &Kepala, aduan: AduanId, owner: Option<AccountId>) -> bool {
    match kepala.state() {
        State::Tersimpan | State::MenungguFoto | State::MenungguMasuk => is_own(kepala, aduan, owner),
        State::Terkirim | State::PerluDiperbaiki => false,
    }
}

/// The photos that wait, of all that this person took of this complaint.
pub fn foto_menunggu(antrean: Antrean, aduan: AduanId, owner: Option<AccountId>) -> Vec<String> {
    antrean.kepala.with(|all| {
        let own = all.iter().filter(|kepala| waits(kepala, aduan, owner));
        own.flat_map(|kepala| kepala.foto.iter().map(|foto| foto.foto.sha256.clone()))
            .collect()
    })
}

/// The complaints to which this person did something that the office does not have yet, and whether he has to look at it.
pub fn dikerjakan(antrean: Antrean, owner: Option<AccountId>) -> Vec<(AduanId, bool)> {
    antrean.kepala.with(|all| {
        let own = all
            .iter()
            .filter(|one| one.titipan == owner && one.state() != State::Terkirim);
        own.filter_map(|one| Some((one.pada()?, one.state() == State::PerluDiperbaiki)))
            .collect()
    })
}

/// Stands with the complaint itself.
#[component]
pub fn SusulanSection(
    aduan: AduanId,
    /// In whose name; nobody's where the reporter reads.
    #[prop(into)]
    owner: Signal<Option<AccountId>>,
    /// Something of it has arrived, or was refused: the complaint reads differently now.
    on_settled: Callback<()>,
) -> impl IntoView {
    let antrean = expect_context::<Antrean>();
    antrean.read_now();
    let own = Memo::new(move |_| {
        let owner = owner.get();
        antrean.kepala.with(|all| {
            let own = all.iter().filter(|kepala| is_own(kepala, aduan, owner));
            own.map(|kepala| (kepala.id, kepala.state() == State::PerluDiperbaiki))
                .collect::<Vec<_>>()
        })
    });
    Effect::new(move |before: Option<Vec<(AduanId, bool)>>| {
        let now = own.get();
        let is = |id: AduanId, state: State| {
            let same = |kepala: &Kepala| kepala.id == id && kepala.state() == state;
            antrean.kepala.with_untracked(|all| all.iter().any(same))
        };
        let answered = |(id, refused): &(AduanId, bool)| {
            is(*id, State::Terkirim) || !refused && is(*id, State::PerluDiperbaiki)
        };
        if before.is_some_and(|before| before.iter().any(answered)) {
            on_settled.try_run(());
        }
        now
    });
    let some = Memo::new(move |_| !own.with(Vec::is_empty));
    let locked = Memo::new(move |_| antrean.sandi.get() == Sandi::Terkunci);
    view! {
        <Show when=move || locked.get()>
            <TerkunciPart />
        </Show>
        <Show when=move || some.get() && !locked.get()>
            <ChunkView chunk=Chunk::Milik open=move || open_daftar(aduan, owner) />
        </Show>
    }
}
