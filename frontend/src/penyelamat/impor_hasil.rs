//! What became of a file, one kiriman after the other: as a table on a desk, as cards on a phone.

use leptos::prelude::*;
use shared::penyelamat::{BerkasMasuk, HasilKiriman, KirimanMasuk};
use shared::words::{ribuan, waktu};

use crate::ui::{Chip, EmptyState, Notice, Tone};

#[component]
pub fn Laporan(masuk: BerkasMasuk) -> impl IntoView {
    let dibuat = waktu(masuk.dibuat_pada);
    if masuk.kiriman.is_empty() {
        return view! {
            <EmptyState
                title="Berkas ini kosong"
                text="Tidak ada yang menunggu di perangkat itu saat berkasnya dibuat."
            >
                <p class="small muted">{format!("Dibuat {dibuat}")}</p>
            </EmptyState>
        }
        .into_any();
    }
    let whole = masuk.rusak.is_none() && masuk.kiriman.iter().all(is_whole);
    let words = ringkasan(&masuk.kiriman);
    view! {
        <Notice tone=if whole { Tone::Leaf } else { Tone::Gold } alert=true>
            <p><b>{words}</b></p>
            <p class="small">{format!("Berkas dibuat {dibuat}.")}</p>
            {masuk.rusak.map(|rusak| view! { <p>{rusak}</p> })}
        </Notice>
        <Tabel kiriman=masuk.kiriman />
    }
    .into_any()
}

/// Nothing of it is still to come.
fn is_whole(kiriman: &KirimanMasuk) -> bool {
    let done = match kiriman.hasil {
        HasilKiriman::Diterima | HasilKiriman::SudahAda => true,
        HasilKiriman::Ditolak | HasilKiriman::Tertunda => false,
    };
    done && kiriman.foto == kiriman.foto_jumlah
}

const fn label(hasil: HasilKiriman) -> (&'static str, Tone) {
    match hasil {
        HasilKiriman::Diterima => ("Diterima", Tone::Leaf),
        HasilKiriman::SudahAda => ("Sudah ada", Tone::Sky),
        HasilKiriman::Ditolak => ("Ditolak", Tone::Clay),
        HasilKiriman::Tertunda => ("Tertunda", Tone::Gold),
    }
}

fn ringkasan(all: &[KirimanMasuk]) -> String {
    use HasilKiriman::{Diterima, Ditolak, SudahAda, Tertunda};
    let parts: Vec<String> = [Diterima, SudahAda, Ditolak, Tertunda]
        .into_iter()
        .filter_map(|hasil| {
            let count = all.iter().filter(|kiriman| kiriman.hasil == hasil).count();
            (count > 0).then(|| format!("{} {}", ribuan(count as u64), label(hasil).0.to_lowercase()))
        })
        .collect();
    format!("{}.", parts.join(", "))
}

fn keterangan(kiriman: &KirimanMasuk) -> String {
    let again = (kiriman.hasil == HasilKiriman::Tertunda).then_some("Impor berkas yang sama sekali lagi.");
    let officer = kiriman.petugas.as_ref().map(|nama| format!("Atas nama {nama}."));
    let said = [
        officer.as_deref(),
        kiriman.pesan.as_deref(),
        again,
        kiriman.foto_pesan.as_deref(),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[component]
fn Tabel(kiriman: Vec<KirimanMasuk>) -> impl IntoView {
    let row = |kiriman: KirimanMasuk| {
        let (words, tone) = label(kiriman.hasil);
        let photos = match kiriman.foto_jumlah {
            0 => "Tanpa foto".to_owned(),
            all => format!("{} dari {all}", kiriman.foto),
        };
        view! {
            <tr>
                <td data-label="Kode" class="kode">{kiriman.kode.to_string()}</td>
                <td data-label="Disimpan" class="num">{waktu(kiriman.disimpan_pada)}</td>
                <td data-label="Hasil"><Chip tone=tone>{words}</Chip></td>
                <td data-label="Foto" class="num">{photos}</td>
                <td data-label="Keterangan">{keterangan(&kiriman)}</td>
            </tr>
        }
    };
    view! {
        <table class="table">
            <caption>"Isi berkas"</caption>
            <thead>
                <tr>
                    <th scope="col">"Kode"</th>
                    <th scope="col">"Disimpan"</th>
                    <th scope="col">"Hasil"</th>
                    <th scope="col">"Foto"</th>
                    <th scope="col">"Keterangan"</th>
                </tr>
            </thead>
            <tbody>{kiriman.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::aksi::JenisAksi;
    use shared::id::AksiId;
    use shared::kode::Kode;

    use super::*;

    fn kiriman(hasil: HasilKiriman, foto: usize) -> KirimanMasuk {
        KirimanMasuk {
            aksi: AksiId::mint(),
            kode: Kode::parse("ADU-7K3M2-Q2X48-T8VCE").unwrap(),
            jenis: JenisAksi::AduanTitipan,
            disimpan_pada: DateTime::UNIX_EPOCH,
            hasil,
            pesan: None,
            petugas: None,
            foto,
            foto_jumlah: 2,
            foto_pesan: None,
        }
    }

    #[test]
    fn the_summary_counts_what_there_is_and_no_more() {
        let all = [
            kiriman(HasilKiriman::Ditolak, 0),
            kiriman(HasilKiriman::Diterima, 2),
            kiriman(HasilKiriman::Diterima, 1),
        ];
        assert_eq!(ringkasan(&all), "2 diterima, 1 ditolak.");
        assert_eq!(all.iter().map(is_whole).collect::<Vec<_>>(), [false, true, false]);
    }

    #[test]
    fn what_the_server_could_not_do_now_is_to_be_brought_again() {
        let late = KirimanMasuk {
            pesan: Some("Layanan sedang sibuk.".to_owned()),
            petugas: Some("Galuh".to_owned()),
            ..kiriman(HasilKiriman::Tertunda, 0)
        };
        assert_eq!(
            keterangan(&late),
            "Atas nama Galuh. Layanan sedang sibuk. Impor berkas yang sama sekali lagi."
        );
    }
}
