//! The steps of the form, and which rule speaks at which of them. The rules themselves are `shared`'s, so that the
//! form asks for nothing that the server would not, and the other way round.

use chrono::Utc;
use shared::valid::Valid;

use super::draf::Draf;
use crate::device;
use crate::offline::antrean::Stamp;
use crate::ui::Fault;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FormStep {
    Apa,
    DiMana,
    Foto,
    Siapa,
    Ringkasan,
}

impl FormStep {
    /// The steps that ask; the summary is none of them.
    pub const ASKING: [Self; 4] = [Self::Apa, Self::DiMana, Self::Foto, Self::Siapa];

    pub const fn number(self) -> u8 {
        match self {
            Self::Apa => 1,
            Self::DiMana => 2,
            Self::Foto => 3,
            Self::Siapa => 4,
            Self::Ringkasan => 5,
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Apa, Self::DiMana, Self::Foto, Self::Siapa, Self::Ringkasan]
            .into_iter()
            .find(|step| step.number().to_string() == text)
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Apa => "Apa yang ingin Anda sampaikan?",
            Self::DiMana => "Di mana tempatnya?",
            Self::Foto => "Ada fotonya?",
            Self::Siapa => "Siapa yang menyampaikan?",
            Self::Ringkasan => "Periksa sebelum dikirim",
        }
    }

    /// A word for it in lists.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Apa => "Isi aduan",
            Self::DiMana => "Tempat",
            Self::Foto => "Foto",
            Self::Siapa => "Pelapor",
            Self::Ringkasan => "Ringkasan",
        }
    }

    pub const fn next(self) -> Self {
        match self {
            Self::Apa => Self::DiMana,
            Self::DiMana => Self::Foto,
            Self::Foto => Self::Siapa,
            Self::Siapa | Self::Ringkasan => Self::Ringkasan,
        }
    }

    pub const fn before(self) -> Option<Self> {
        match self {
            Self::Apa => None,
            Self::DiMana => Some(Self::Apa),
            Self::Foto => Some(Self::DiMana),
            Self::Siapa => Some(Self::Foto),
            Self::Ringkasan => Some(Self::Siapa),
        }
    }

    /// Where a field of the body is asked, and by which control.
    fn of_field(field: &str) -> (Self, &'static str) {
        match field {
            "lokasi.wilayah" => (Self::DiMana, "desa"),
            "lokasi.catatan" => (Self::DiMana, "catatan"),
            "pelapor.nama" => (Self::Siapa, "nama"),
            "pelapor.hp" => (Self::Siapa, "hp"),
            "persetujuan.versi" => (Self::Siapa, "setuju"),
            field if field.starts_with("lokasi.posisi") => (Self::DiMana, "desa"),
            field if field.starts_with("foto") => (Self::Foto, "kamera"),
            field if field.starts_with("pelapor.email") => (Self::Siapa, "email"),
            _ => (Self::Apa, "uraian"),
        }
    }
}

/// All that keeps a draft from being sent, with the step at which it is mended.
pub fn faults(draf: &Draf, versi: &str) -> Vec<(FormStep, Fault)> {
    let fault = |step: FormStep, id: &str, message: &str| {
        let fault = Fault {
            id: id.to_owned(),
            message: message.to_owned(),
        };
        (step, fault)
    };
    let isian = &draf.isian;
    let mut found = Vec::new();
    if isian.jenis.is_empty() {
        found.push(fault(FormStep::Apa, "jenis", "Pilih jenis laporan Anda."));
    }
    if isian.kategori.is_empty() {
        found.push(fault(
            FormStep::Apa,
            "kategori",
            "Pilih kategori yang paling dekat.",
        ));
    }
    // The place in the order is given when it is stored; any valid one does for judging the rest.
    let stamp = Stamp {
        perangkat: device::perangkat(),
        urutan: 1,
    };
    if let Err(error) = Valid::check(draf.body(&stamp, versi, Utc::now())) {
        for field in error.fields {
            let (step, id) = FormStep::of_field(&field.field);
            found.push(fault(step, id, &named(id, &field.message)));
        }
    }
    if isian.setuju_pada.is_none() {
        found.push(fault(
            FormStep::Siapa,
            "setuju",
            "Centang persetujuan, supaya aduan Anda boleh kami tangani.",
        ));
    }
    found
}

/// In the order in which their controls stand on the pages. What has none there comes last.
pub fn in_order(mut found: Vec<(FormStep, Fault)>) -> Vec<(FormStep, Fault)> {
    let mut sorted = Vec::with_capacity(found.len());
    for control in CONTROLS {
        let (these, others) = found.into_iter().partition(|(_, fault)| fault.id == control);
        sorted.extend::<Vec<_>>(these);
        found = others;
    }
    sorted.extend(found);
    sorted
}

/// The controls from the first step to the last, in the order in which they stand on the page.
const CONTROLS: [&str; 10] = [
    "jenis", "kategori", "uraian", "desa", "catatan", "kamera", "nama", "hp", "email", "setuju",
];

/// "Wajib diisi." alone does not say what: in the summary of faults the field's name stands before it.
fn named(control: &str, message: &str) -> String {
    let tells_itself = ["Nomor HP", "Alamat e-mail"]
        .iter()
        .any(|name| message.starts_with(name));
    if tells_itself {
        return message.to_owned();
    }
    let name = match control {
        "uraian" => "Uraian",
        "nama" => "Nama",
        "hp" => "Nomor HP",
        "email" => "E-mail",
        "catatan" => "Patokan",
        _ => return message.to_owned(),
    };
    format!("{name}: {}", lower_first(message))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
