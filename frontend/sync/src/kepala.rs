//! What of a kiriman can be read without its key, and all that deciding takes: where it stands, what was answered, when
//! it goes next. Its state is derived from what is known, never stored beside it, so the two cannot disagree.

use serde::{Deserialize, Serialize};
use shared::error::{ApiError, ErrorCode};
use shared::file::Foto;
use shared::id::{AccountId, AduanId, AksiId};

use crate::outcome::{Outcome, Step, next_step};
use crate::receipt::{Receipt, Sent};
use crate::{Millis, told};

/// Holds nothing that the person wrote: it lies on the device unencrypted.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Kepala {
    pub id: AduanId,
    /// The idempotency key of this very body; a repaired body gets another.
    pub aksi: AksiId,
    /// The officer who did it or entered it for somebody else: it goes in his name, and waits for him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titipan: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Rupa::is_aduan")]
    pub rupa: Rupa,
    /// Bytes of the body as it goes over the wire; 0 where it was let go.
    #[serde(default)]
    pub bytes: u64,
    pub foto: Vec<FotoKirim>,
    /// Place in the order of capture on this device.
    pub urutan: u64,
    pub saved_at: Millis,
    /// The server's receipt for the record, without its photos.
    #[serde(default)]
    pub receipt: Option<Sent>,
    #[serde(default)]
    pub hold: Option<Hold>,
    /// Failures since the last progress; they set the delay.
    #[serde(default)]
    pub failures: u32,
    /// Tries in all, for the person.
    #[serde(default)]
    pub tries: u32,
    #[serde(default)]
    pub next_try: Option<Millis>,
    #[serde(default)]
    pub last: Option<LastAnswer>,
    /// Of what was done to a complaint: a byte of it may have left the device.
    #[serde(default, skip_serializing_if = "is_false")]
    pub left: bool,
    /// When the last of it was receipted.
    #[serde(default)]
    pub sent_at: Option<Millis>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it so")]
const fn is_false(it: &bool) -> bool {
    !*it
}

/// What is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rupa {
    #[default]
    Aduan,
    /// That the person follows somebody else's complaint: the code is that one's, the key is the follower's own.
    Ikut,
    /// Something done to this complaint, which the office has, by its reporter or by an officer: a step, a message, a
    /// photo of the work. What exactly stands in the body, which is the whole aksi as one request may hold several of.
    Susulan(AduanId),
}

impl Rupa {
    const fn is_aduan(&self) -> bool {
        match self {
            Self::Aduan => true,
            Self::Ikut | Self::Susulan(_) => false,
        }
    }
}

/// One photo of a kiriman; its bytes lie in a store of their own.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FotoKirim {
    pub foto: Foto,
    pub state: FotoState,
}

impl FotoKirim {
    /// As it enters the outbox: nothing of it was sent.
    pub const fn baru(foto: Foto) -> Self {
        Self {
            foto,
            state: FotoState::Menunggu {
                upload: None,
                offset: 0,
            },
        }
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FotoState {
    Menunggu {
        /// Address of the upload begun for it.
        #[serde(default)]
        upload: Option<String>,
        /// Bytes that the server has confirmed.
        #[serde(default)]
        offset: u64,
    },
    Terkirim,
    Ditolak {
        #[serde(with = "told")]
        error: Box<ApiError>,
    },
    /// Refused, and the person let it go.
    Dilepas,
}

/// Why a kiriman does not go on by itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    Refused {
        #[serde(with = "told")]
        error: Box<ApiError>,
    },
    Login,
}

/// What the last try met, with the time of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LastAnswer {
    pub at: Millis,
    /// The server answered; without it the network ended on the way.
    pub answered: bool,
}

/// Where a kiriman stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// On the device alone.
    Tersimpan,
    /// The record is receipted, photos are still to come.
    MenungguFoto,
    Terkirim,
    PerluDiperbaiki,
    MenungguMasuk,
}

impl Kepala {
    pub fn state(&self) -> State {
        match &self.hold {
            Some(Hold::Refused { .. }) => return State::PerluDiperbaiki,
            Some(Hold::Login) => return State::MenungguMasuk,
            None => {}
        }
        if self.receipt.is_none() {
            return State::Tersimpan;
        }
        let mut state = State::Terkirim;
        for foto in &self.foto {
            match foto.state {
                FotoState::Menunggu { .. } => return State::MenungguFoto,
                FotoState::Ditolak { .. } => state = State::PerluDiperbaiki,
                FotoState::Terkirim | FotoState::Dilepas => {}
            }
        }
        state
    }

    /// The complaint to which something is done by this, where it is not one itself.
    pub const fn pada(&self) -> Option<AduanId> {
        match self.rupa {
            Rupa::Susulan(aduan) => Some(aduan),
            Rupa::Aduan | Rupa::Ikut => None,
        }
    }

    /// Whether the person may take it off the device: what the office has whole, and what nobody but he would miss. What was
    /// done to a complaint is taken back as long as no byte of it can have left, and when it was refused.
    pub fn may_be_deleted(&self) -> bool {
        match (self.rupa, self.state()) {
            (Rupa::Ikut, _) | (_, State::Terkirim) | (Rupa::Susulan(_), State::PerluDiperbaiki) => true,
            (Rupa::Susulan(_), State::Tersimpan | State::MenungguFoto | State::MenungguMasuk) => !self.left,
            (Rupa::Aduan, _) => false,
        }
    }

    /// Whether the person at the device, logged in as `owner` or nobody, may see what is in it: what an officer did or entered
    /// is his alone.
    pub fn is_seen_by(&self, owner: Option<AccountId>) -> bool {
        self.titipan.is_none_or(|titipan| Some(titipan) == owner)
    }

    /// Whether it goes from an open page alone: that of the officer in whose name it goes, or for what was done to a complaint.
    /// Once the office has an entry for somebody else, its photos go by its key.
    pub fn needs_page(&self) -> bool {
        self.pada().is_some() || (self.receipt.is_none() && self.titipan.is_some())
    }

    /// The office has the record, whatever there is still to be said of its photos.
    pub const fn is_settled(&self) -> bool {
        self.receipt.is_some()
    }

    /// What came of sending the record.
    pub fn hear_record(&mut self, outcome: &Outcome<Receipt>, now: Millis, random: f64) {
        if self.receipt.is_some() {
            return;
        }
        let outcome = match outcome {
            // A receipt for something else is none for this.
            Outcome::Done(receipt) if receipt.id != self.id => &Outcome::Unreachable,
            other => other,
        };
        if let Outcome::Done(receipt) = outcome {
            self.receipt = Some(Sent {
                diterima_pada: receipt.diterima_pada,
            });
            for foto in &mut self.foto {
                let missing = receipt.foto_kurang.as_ref();
                if missing.is_some_and(|missing| !missing.contains(&foto.foto.sha256)) {
                    foto.state = FotoState::Terkirim;
                }
            }
        }
        self.follow(outcome, now, random, |kepala, error| {
            kepala.hold = Some(Hold::Refused { error });
        });
    }

    /// What came of sending the photo `sha256`.
    pub fn hear_photo(&mut self, sha256: &str, outcome: &Outcome<()>, now: Millis, random: f64) {
        let waits = self.waiting_photo(sha256).is_some();
        if self.receipt.is_none() || !waits {
            return;
        }
        if let (Outcome::Done(()), Some(foto)) = (outcome, self.waiting_photo(sha256)) {
            foto.state = FotoState::Terkirim;
        }
        self.follow(outcome, now, random, |kepala, error| {
            // Of what was done to a complaint it says no more than that this person reaches the complaint no longer.
            if error.code == ErrorCode::TidakDitemukan && kepala.pada().is_none() {
                // The office no longer knows the record: a person decides whether it is to be sent once more.
                kepala.receipt = None;
                kepala.hold = Some(Hold::Refused { error });
            } else if let Some(foto) = kepala.waiting_photo(sha256) {
                foto.state = FotoState::Ditolak { error };
            }
        });
    }

    /// Notes where an upload is, so that it goes on from there after a reload, and how far it ever was: only what goes
    /// further is progress, or an upload that fails at the same place each time would be tried without a pause.
    pub fn note_upload(&mut self, sha256: &str, address: Option<String>, bytes: u64) {
        let Some(foto) = self.waiting_photo(sha256) else {
            return;
        };
        let FotoState::Menunggu { upload, offset } = &mut foto.state else {
            return;
        };
        *upload = address;
        let bytes = bytes.min(foto.foto.bytes);
        if bytes > *offset {
            *offset = bytes;
            self.failures = 0;
        }
    }

    /// The network came back, or a person looks: what waited for its turn may go at once.
    pub fn wake(&mut self) {
        self.failures = 0;
        self.next_try = None;
    }

    /// A person asks to send it as it is: also what was held back gets another try, with the same aksi.
    pub fn send_again(&mut self) {
        self.wake();
        self.hold = None;
        for foto in &mut self.foto {
            if let FotoState::Ditolak { .. } = foto.state {
                foto.state = FotoState::Menunggu {
                    upload: None,
                    offset: 0,
                };
            }
        }
    }

    /// Somebody logged in.
    pub fn logged_in(&mut self) {
        if self.hold == Some(Hold::Login) {
            self.hold = None;
            self.wake();
        }
    }

    /// The person lets refused photos go; the record itself is with the office.
    pub fn let_photos_go(&mut self, now: Millis) {
        if self.receipt.is_none() {
            return;
        }
        for foto in &mut self.foto {
            if let FotoState::Ditolak { .. } = foto.state {
                foto.state = FotoState::Dilepas;
            }
        }
        self.note_end(now);
    }

    /// What the server said against it, if it waits for a person.
    pub fn refusals(&self) -> impl Iterator<Item = &ApiError> {
        let record = match &self.hold {
            Some(Hold::Refused { error }) => Some(error.as_ref()),
            Some(Hold::Login) | None => None,
        };
        let photos = self.foto.iter().filter_map(|foto| match &foto.state {
            FotoState::Ditolak { error } => Some(error.as_ref()),
            FotoState::Menunggu { .. } | FotoState::Terkirim | FotoState::Dilepas => None,
        });
        record.into_iter().chain(photos)
    }

    fn waiting_photo(&mut self, sha256: &str) -> Option<&mut FotoKirim> {
        self.foto
            .iter_mut()
            .find(|foto| foto.foto.sha256 == sha256 && matches!(foto.state, FotoState::Menunggu { .. }))
    }

    fn follow<T>(
        &mut self,
        outcome: &Outcome<T>,
        now: Millis,
        random: f64,
        refuse: impl FnOnce(&mut Self, Box<ApiError>),
    ) {
        self.tries = self.tries.saturating_add(1);
        self.last = Some(LastAnswer {
            at: now,
            answered: outcome.is_answer(),
        });
        self.next_try = None;
        match next_step(outcome, self.failures.saturating_add(1), random) {
            Step::Settle => self.failures = 0,
            Step::ShowTo(error) => refuse(self, Box::new(error)),
            Step::Pause => self.hold = Some(Hold::Login),
            Step::RetryIn(wait) => {
                self.failures = self.failures.saturating_add(1);
                self.next_try = Some(now.saturating_add(wait));
            }
        }
        self.note_end(now);
    }

    fn note_end(&mut self, now: Millis) {
        if self.state() == State::Terkirim && self.sent_at.is_none() {
            self.sent_at = Some(now);
        }
    }
}
