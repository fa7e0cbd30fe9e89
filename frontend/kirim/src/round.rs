//! One round of sending: what waits goes one thing after another, under a lock that all tabs and the service worker
//! share. The lock only saves work; that a thing sent twice counts once is the server's doing.

use std::pin::Pin;

use shared::error::{ApiError, ErrorCode};
use shared::id::AduanId;
use sync::{Hold, Kepala, Kiriman, Link, LinkState, Millis, Outcome, Plan, Receipt, Task, is_left, plan};

use crate::isi::stored;
use crate::lock::lock;
use crate::news::{News, post};
use crate::sandi::Reader;
use crate::wire::Holder;
use crate::{StoreError, antrean, now, tus, wire};

/// Under this whoever sends does so, be it a page or the service worker.
pub const LOCK: &str = "portal-kirim";
/// A database that does not answer is asked again after this.
pub const STORE_PAUSE_MS: u32 = 30_000;

/// What only an open page can send.
pub trait Officer {
    /// Sends what an account stands for, and what was done to a complaint.
    fn send(&self, kiriman: &Kiriman) -> Sending;

    /// Sends what is lacking of the photo with this SHA-256 of what was done to a complaint.
    fn send_photo(&self, kiriman: &Kiriman, sha256: &str) -> SendingPhoto;
}

/// What came of sending.
pub type Sending = Pin<Box<dyn Future<Output = Outcome<Receipt>>>>;

/// What came of sending a photo; an error where the device could not give it.
pub type SendingPhoto = Pin<Box<dyn Future<Output = Result<Outcome<()>, StoreError>>>>;

/// What a round needs to know of whoever runs it.
pub struct Sender<'a> {
    /// What is known of the link just now. What a round finds out of it is told as [`News::Link`].
    pub link: &'a dyn Fn() -> Link,
    /// Without one, what needs a page and what only a PIN opens is passed over as it is.
    pub officer: Option<&'a dyn Officer>,
}

impl Sender<'_> {
    /// Whether something is left that this sender can send without anybody's help, now or later.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn has_left(&self) -> Result<bool, StoreError> {
        Ok(is_left(&self.sendable().await?))
    }

    /// Sends until nothing may go; gives the milliseconds until the next try, if there is one.
    pub async fn round(&self) -> Option<u32> {
        let _held = lock(LOCK).await;
        let rest = match self.send_all().await {
            Ok(rest) => rest,
            Err(
                StoreError::Full
                | StoreError::Unavailable
                | StoreError::Missing
                | StoreError::Terkunci
                | StoreError::Broken,
            ) => Some(u64::from(STORE_PAUSE_MS)),
        };
        post(&News::Moving(None));
        self.rest(rest)
    }

    /// The milliseconds until the next try, where what waits is due in `rest` and the link may have to be asked before.
    pub fn rest(&self, rest: Option<u64>) -> Option<u32> {
        let link = (self.link)().wait(now());
        let next = rest.into_iter().chain(link).min();
        // A little late rather than a little early, which would find nothing due.
        next.map(|wait| u32::try_from(wait + 50).unwrap_or(u32::MAX))
    }

    /// What this sender may send: of what it can read, what needs nobody else.
    async fn sendable(&self) -> Result<Vec<Kepala>, StoreError> {
        let (all, keys) = stored().await?;
        let reader = if self.officer.is_some() {
            Reader::Page
        } else {
            Reader::Alone
        };
        let readable = all.into_iter().filter(|one| one.can_be_read(&keys, reader));
        Ok(readable
            .map(|one| one.kepala)
            .filter(|kepala| self.officer.is_some() || !kepala.needs_page())
            .collect())
    }

    async fn send_all(&self) -> Result<Option<u64>, StoreError> {
        if !self.reaches().await {
            return Ok(None);
        }
        loop {
            match plan(&self.sendable().await?, now()) {
                Plan::Nothing => return Ok(None),
                Plan::WaitFor(wait) => return Ok(Some(wait)),
                Plan::Do(task) => {
                    if !self.send(&task).await? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Whether the server is there. Asked at the start of each round, since a round may begin for any reason.
    pub async fn reaches(&self) -> bool {
        if (self.link)().may_probe(now()) {
            self.hear_link(wire::probe().await);
        }
        (self.link)().state == LinkState::Up
    }

    fn hear_link(&self, answered: bool) {
        let mut link = (self.link)();
        link.hear(answered, now(), js_sys::Math::random());
        post(&News::Link(link));
    }

    /// Sends one thing; false when the link turned out to be dead, which is nobody's fault and counts for nobody.
    async fn send(&self, task: &Task) -> Result<bool, StoreError> {
        let (Task::Record(id) | Task::Photo(id, _)) = task;
        let Some(kiriman) = self.read(*id).await? else {
            return Ok(true);
        };
        post(&News::Moving(Some(*id)));
        match task {
            Task::Record(_) => {
                let outcome = wire::send_record(&kiriman, self.officer).await;
                let hear = |kepala: &mut Kepala, now, random| kepala.hear_record(&outcome, now, random);
                self.settle(&kiriman.kepala, outcome.is_answer(), &hear).await
            }
            Task::Photo(_, sha256) => {
                let outcome = match self.officer {
                    Some(officer) if kiriman.kepala.pada().is_some() => {
                        officer.send_photo(&kiriman, sha256).await?
                    }
                    Some(_) | None => tus::send_photo(&kiriman, sha256, &Holder::of(&kiriman)).await?,
                };
                let hear =
                    |kepala: &mut Kepala, now, random| kepala.hear_photo(sha256, &outcome, now, random);
                self.settle(&kiriman.kepala, outcome.is_answer(), &hear).await
            }
        }
    }

    /// What is to be sent, whole; `None` where there is no more to be done about it just now. What nobody can read any more
    /// waits for a person, or the plan would come back to it without end.
    async fn read(&self, id: AduanId) -> Result<Option<Kiriman>, StoreError> {
        let (all, keys) = stored().await?;
        let Some(one) = all.into_iter().find(|one| one.kepala.id == id) else {
            return Ok(None);
        };
        let aksi = one.kepala.aksi;
        match one.whole(&keys).await {
            Ok(kiriman) => Ok(Some(kiriman)),
            Err(StoreError::Missing) => {
                antrean::change(id, aksi, &|kepala| kepala.hold = Some(unreadable())).await?;
                Ok(None)
            }
            Err(StoreError::Terkunci) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn settle(
        &self,
        kepala: &Kepala,
        answered: bool,
        hear: &dyn Fn(&mut Kepala, Millis, f64),
    ) -> Result<bool, StoreError> {
        let reached = answered || wire::probe().await;
        self.hear_link(reached);
        if reached {
            let random = js_sys::Math::random();
            antrean::change(kepala.id, kepala.aksi, &|kepala| hear(kepala, now(), random)).await?;
        }
        Ok(reached)
    }
}

fn unreadable() -> Hold {
    let detail = "Isi kiriman ini rusak di perangkat, sehingga tidak dapat dikirim.";
    Hold::Refused {
        error: Box::new(ApiError::new(ErrorCode::BentukSalah, detail)),
    }
}
